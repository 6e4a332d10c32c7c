import type { Config } from '../../config/load-config.ts';
import { migrateAll } from '../../platform/migrate-all.ts';
import type { Log } from '../../telemetry/log.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../embedded-postgres.ts';

/** The database of a run, migrated; `embedded` where it is a server of this process's own. */
export interface PreparedDatabase {
  readonly url: string;
  readonly embedded: EmbeddedPostgres | undefined;
}

/** Starts the embedded PostgreSQL when no `DATABASE_URL` is set, and brings the schema up to this version. */
export async function prepareDatabase(options: {
  readonly config: Config;
  readonly log: Log;
  readonly say: (text: string) => void;
}): Promise<PreparedDatabase> {
  const { url: given } = options.config.database;
  const embedded = given === undefined ? await startOwn(options) : undefined;
  const url = given ?? embedded?.url ?? '';
  try {
    await migrateSaying(url, options);
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
  return { url, embedded };
}

async function startOwn({
  config,
  log,
  say,
}: Parameters<typeof prepareDatabase>[0]): Promise<EmbeddedPostgres> {
  say('DATABASE_URL is not set: starting a PostgreSQL of our own …');
  const startedAt = performance.now();
  const embedded = await startEmbeddedPostgres({ folder: config.dataFolder, log });
  const tookS = ((performance.now() - startedAt) / 1000).toFixed(1);
  say(
    `PostgreSQL is on port ${embedded.port} after ${tookS} s; its data are kept in ${embedded.clusterFolder}`,
  );
  return embedded;
}

async function migrateSaying(
  url: string,
  { config, say }: Parameters<typeof prepareDatabase>[0],
): Promise<void> {
  const { applied } = await migrateAll(config, url);
  if (applied.length > 0) say(`Migrated the database: ${applied.join(', ')}`);
}
