import { setTimeout as wait } from 'node:timers/promises';
import { rowsOf } from '../../db/rows-of.ts';
import { CHANNELS } from '../channels.ts';
import type { Session } from '../session.ts';

const LOOK_MS = 25;

/** A worker that should live, and how soon it answered. */
export interface Pong {
  readonly id: string;
  readonly group: string;
  readonly host: string;
  readonly pid: number;
  /** Milliseconds; `undefined` when it did not answer in time. */
  readonly answeredInMs: number | undefined;
}

/**
 * Asks every worker whose lease runs to beat now, and gives each with the time until it did. Who does not within
 * `timeoutMs` is dead, cut off from the database, or blocks its event loop.
 */
export async function pingWorkers(session: Session, timeoutMs: number): Promise<readonly Pong[]> {
  const startedAt = performance.now();
  const [{ asked } = { asked: '' }] = await rowsOf<{ readonly asked: string }>(session, ASK);
  const asks = (): Promise<readonly BeatRow[]> => rowsOf<BeatRow>(session, BEATS, [asked]);
  let rows = await asks();
  const known = new Map(rows.map((row) => [row.id, row]));
  while (rows.some(({ answered }) => !answered) && performance.now() - startedAt < timeoutMs) {
    await wait(LOOK_MS);
    rows = await asks();
    for (const row of rows) known.set(row.id, row);
  }
  return [...known.values()].map(({ id, group, host, pid, answered, after_ms: afterMs }) => ({
    id,
    group,
    host,
    pid,
    answeredInMs: answered ? Math.max(0, Math.round(afterMs)) : undefined,
  }));
}

interface BeatRow {
  readonly id: string;
  readonly group: string;
  readonly host: string;
  readonly pid: number;
  readonly answered: boolean;
  readonly after_ms: number;
}

const ASK = `SELECT now()::text AS asked, pg_notify('${CHANNELS.workers}', '')`;

// One that stops while it is asked is not counted among the silent.
const BEATS = `
SELECT id, worker_group AS "group", host, pid, beat_at > $1::timestamptz AS answered,
  (extract(epoch FROM beat_at - $1::timestamptz) * 1000)::float8 AS after_ms
FROM nightshift.workers WHERE left_at IS NULL AND lease_until > $1::timestamptz ORDER BY worker_group, host, pid`;
