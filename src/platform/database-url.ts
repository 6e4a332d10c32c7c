import type { Config } from '../config/load-config.ts';
import { NightshiftError } from '../nightshift-error.ts';

/**
 * `DATABASE_URL`, or the embedded PostgreSQL that `nightshift up` runs in this application's data folder.
 *
 * @throws NoDatabaseError
 */
export async function findDatabaseUrl({ database, dataFolder }: Config): Promise<string> {
  const url = database.url ?? (await findEmbedded(dataFolder));
  if (url === undefined) throw new NoDatabaseError(dataFolder);
  return url;
}

async function findEmbedded(dataFolder: string): Promise<string | undefined> {
  const { findRun } = await import('../local/find-run.ts');
  return (await findRun(dataFolder))?.databaseUrl;
}

/** There is neither a configured database nor an embedded one that runs. */
export class NoDatabaseError extends NightshiftError {
  readonly code = 'NO_DATABASE';

  constructor(dataFolder: string) {
    super(
      `DATABASE_URL is not set, and no embedded PostgreSQL runs for ${dataFolder}. Set DATABASE_URL, or start one with "nightshift up".`,
    );
  }
}
