import { rowsOf } from '../../db/rows-of.ts';
import type { Json } from '../../job/json.ts';
import type { Session } from '../session.ts';

/** A worker process as the registry has it. */
export interface RegisteredWorker {
  readonly id: string;
  readonly group: string;
  readonly host: string;
  readonly pid: number;
  readonly version: string;
  readonly queues: readonly string[];
  readonly concurrency: number;
  readonly httpPort: number | null;
  readonly startedAt: Date;
  readonly beatAt: Date;
  /** Its lease runs: it lives, as far as the database's clock can tell. */
  readonly isAlive: boolean;
  readonly runningIds: readonly string[];
  readonly stats: Json;
}

/** Workers that live, and those that have gone within the last hour. */
export function listWorkers(session: Session): Promise<readonly RegisteredWorker[]> {
  return rowsOf<RegisteredWorker>(session, WORKERS);
}

const WORKERS = `
SELECT id, worker_group AS "group", host, pid, version, queues, concurrency, http_port AS "httpPort",
  started_at AS "startedAt", beat_at AS "beatAt", left_at IS NULL AND lease_until > now() AS "isAlive",
  running::text[] AS "runningIds", stats
FROM nightshift.workers WHERE beat_at > now() - interval '1 hour' ORDER BY worker_group, host, pid`;
