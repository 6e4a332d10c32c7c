import { type Log, silentLog } from '../telemetry/log.ts';
import { OutageLog } from '../telemetry/outage-log.ts';
import { AnsweringPool } from './answering-pool.ts';
import type { ChannelListener, Database } from './database.ts';
import { Listener } from './listener.ts';
import { makePool } from './make-pool.ts';
import { retryConflicts } from './retry-conflicts.ts';

export interface DatabaseOptions {
  readonly url: string;
  /** Most connections of this process, the listening one included. Default 8. */
  readonly maxConnections?: number;
  /** Shown in `pg_stat_activity`. Default `nightshift`. */
  readonly applicationName?: string;
  readonly log?: Log;
  /** How long a query, and the wait for a connection, may take, in milliseconds. Default 10,000. */
  readonly queryTimeoutMs?: number;
}

/** Opens no connection yet: the first query does, and each one tries anew when the server was away. */
export function openDatabase(options: DatabaseOptions): Database {
  const settings = {
    url: options.url,
    maxConnections: options.maxConnections ?? 8,
    applicationName: options.applicationName ?? 'nightshift',
    queryTimeoutMs: options.queryTimeoutMs ?? 10_000,
  };
  const outage = new OutageLog(options.log ?? silentLog, 'PostgreSQL');
  const pool = makePool(settings, outage);
  const listener = new Listener(settings, outage);
  return databaseOver(new AnsweringPool(pool, outage, settings.queryTimeoutMs), listener);
}

function databaseOver(pool: AnsweringPool, listener: Listener): Database {
  let closing: Promise<void> | undefined;
  const database: Database = {
    pool,
    maxSessions: pool.size,
    query: (text, values) => pool.query(text, values),
    transaction: async (work) => {
      const { kyselyOf } = await import('./kysely-of.ts');
      return retryConflicts(() => kyselyOf(database).transaction().execute(work));
    },
    listen: (channel: string, to: ChannelListener) => listener.listen(channel, to),
    withTimeout: (queryTimeoutMs) => databaseOver(pool.withTimeout(queryTimeoutMs), listener),
    close: () => {
      closing ??= closeAll(pool, listener);
      return closing;
    },
  };
  return database;
}

async function closeAll(pool: AnsweringPool, listener: Listener): Promise<void> {
  await Promise.all([listener.close(), pool.end()]);
}
