import type { Config } from '../config/load-config.ts';
import { findRun } from '../local/find-run.ts';
import { NightshiftError } from '../nightshift-error.ts';

/**
 * `DATABASE_URL`, or the embedded PostgreSQL that `nightshift up` runs in this folder.
 *
 * @throws NoDatabaseError
 */
export async function findDatabaseUrl(config: Config, folder: string = process.cwd()): Promise<string> {
  const url = config.database.url ?? (await findRun(folder))?.databaseUrl;
  if (url === undefined) throw new NoDatabaseError(folder);
  return url;
}

/** There is neither a configured database nor an embedded one that runs. */
export class NoDatabaseError extends NightshiftError {
  readonly code = 'NO_DATABASE';

  constructor(folder: string) {
    super(
      `DATABASE_URL is not set, and no embedded PostgreSQL runs in ${folder}. Set DATABASE_URL, or start one with "nightshift up".`,
    );
  }
}
