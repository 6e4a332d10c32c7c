import { rowsOf } from '../../db/rows-of.ts';
import type { Session } from '../session.ts';

/** A queue's broker may hold so many of these jobs when its workers run fewer, or none is there yet. */
const LEAST_HELD = 10;

export interface Room {
  /** How many more jobs the queue's broker may be given. */
  readonly places: number;
  /** By job name: how many of them are picked, published or active. */
  readonly held: ReadonlyMap<string, number>;
}

/** Brokers hold at most twice what a queue's live workers run at a time: what waits there can be overtaken by nobody. */
export async function findRoom(session: Session, queue: string): Promise<Room> {
  const rows = await rowsOf<{ name: string; jobs: number }>(session, HELD, [queue]);
  const held = new Map(rows.map(({ name, jobs }) => [name, jobs]));
  const [workers] = await rowsOf<{ concurrency: number }>(session, CONCURRENCY, [queue]);
  const mayHold = Math.max(LEAST_HELD, 2 * (workers?.concurrency ?? 0));
  return { places: mayHold - rows.reduce((sum, { jobs }) => sum + jobs, 0), held };
}

const CONCURRENCY = `
SELECT coalesce(sum(concurrency), 0)::integer AS concurrency FROM nightshift.workers
WHERE lease_until > now() AND left_at IS NULL AND $1 = ANY(queues)`;

// A record that overlaps with its publication's end cannot see the row it should delete, so rows of jobs that are not
// held any more are met here: they do not count, and go. Only in the version that was looked at, since the job may
// have been published anew meanwhile.
const HELD = `
WITH seen AS MATERIALIZED (
  SELECT p.id, p.turn_name, p.published_at, coalesce(j.state = 'active' OR j.state = 'waiting'
    AND NOT EXISTS (SELECT FROM nightshift.outbox AS o WHERE o.id = p.id AND NOT o.is_repeat), false) AS is_held
  FROM nightshift.published AS p
  LEFT JOIN LATERAL (SELECT state FROM nightshift.jobs WHERE jobs.id = p.id OFFSET 0) AS j ON true
  WHERE p.queue = $1 AND p.turn_name IS NOT NULL
), tidied AS (
  DELETE FROM nightshift.published AS p USING seen AS s
  WHERE p.id = s.id AND NOT s.is_held AND p.published_at = s.published_at
)
SELECT turn_name AS name, count(*)::integer AS jobs FROM (
  SELECT turn_name FROM seen WHERE is_held
  UNION ALL
  SELECT turn_name FROM nightshift.outbox WHERE queue = $1 AND turn_name IS NOT NULL AND turn_rank IS NULL
) AS held GROUP BY turn_name`;
