import type { RedisStats } from '@bull-board/api/dist/types.js';
import type { Database } from '../../src/db/database.ts';
import { rowsOf } from '../../src/db/rows-of.ts';

/** What Bull Board shows of the server that its queues are stored in. */
export async function readPostgresStats(database: Database): Promise<RedisStats> {
  const [row] = await rowsOf<Row>(database, STATS);
  return {
    backend: 'postgres',
    version: row?.version ?? '',
    port: row?.port ?? 0,
    uptime: row?.uptime ?? 0,
    clients: { connected: row?.connected ?? 0, blocked: row?.blocked ?? 0 },
  };
}

interface Row {
  readonly version: string;
  readonly port: number;
  readonly uptime: number;
  readonly connected: number;
  readonly blocked: number;
}

const STATS = `
SELECT split_part(current_setting('server_version'), ' ', 1) AS version, current_setting('port')::integer AS port,
  extract(epoch FROM now() - pg_postmaster_start_time())::integer AS uptime,
  (SELECT count(*)::integer FROM pg_stat_activity WHERE backend_type = 'client backend') AS connected,
  (SELECT count(*)::integer FROM pg_stat_activity WHERE wait_event_type = 'Lock') AS blocked`;
