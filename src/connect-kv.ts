import { loadConfig } from './config/load-config.ts';
import { openDatabase } from './db/open-database.ts';
import type { Kv } from './kv/kv.ts';
import { openKv } from './kv/open-kv.ts';
import { findDatabaseUrl } from './platform/database-url.ts';
import { type Log, silentLog } from './telemetry/log.ts';

export interface ConnectKvOptions {
  /** Where the configuration comes from. Default `process.env`, with `.env` behind it. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Most connections to PostgreSQL. Default 4. */
  readonly maxConnections?: number;
  /** Default: nothing is logged. */
  readonly log?: Log;
}

/**
 * Gives application code cache, sessions, limits and their companions, on Redis or, without one, on PostgreSQL, which
 * `nightshift migrate` has prepared. A server that is away does not hinder it. `close` closes all that was opened.
 *
 * @throws InvalidConfigError, NoDatabaseError
 */
export async function connectKv(options: ConnectKvOptions = {}): Promise<Kv> {
  const { env, maxConnections = 4, log = silentLog } = options;
  const config = loadConfig(env);
  const url = await findDatabaseUrl(config);
  const database = openDatabase({ url, maxConnections, applicationName: 'nightshift kv', log });
  const kv = openKv({ config: config.kv, database, log });
  const close = async (): Promise<void> => {
    await kv.close();
    await database.close();
  };
  return { ...kv, close };
}
