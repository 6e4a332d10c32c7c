import { rowsOf } from '../../db/rows-of.ts';
import type { VisibleJobState } from '../../job/job-state.ts';
import type { Session } from '../session.ts';
import { IS_LATER } from './wait-for.ts';

/** How many jobs of a queue are in each state, and how long the oldest has waited that could run. */
export interface QueueStats {
  readonly queue: string;
  readonly counts: Readonly<Record<VisibleJobState, number>>;
  /** How many of `counts.waiting` wait for a time, and how many for their parents. */
  readonly waitFor: { readonly time: number; readonly parents: number };
  /** Milliseconds; `undefined` when none waits that could run. */
  readonly oldestWaitingMs: number | undefined;
  readonly isPaused: boolean;
}

/** What ended is counted from index to index, about 0.1 s for a million; what is open by its own small tables. */
export async function countJobs(session: Session): Promise<readonly QueueStats[]> {
  const rows = await rowsOf<CountRow>(session, COUNTS);
  return rows.map(
    ({ queue, counts, for_time: time, for_parents: parents, oldest_ms: oldest, is_paused: isPaused }) => ({
      queue,
      counts: { ...NONE, ...counts },
      waitFor: { time, parents },
      oldestWaitingMs: oldest ?? undefined,
      isPaused,
    }),
  );
}

/** Jobs that could run, in the ledger or with a broker. */
export function jobsToDo({ counts, waitFor }: QueueStats): number {
  return Math.max(0, counts.waiting + counts.published - waitFor.time - waitFor.parents);
}

interface CountRow {
  readonly queue: string;
  /** `null` for a queue that is paused and has never had a job. */
  readonly counts: Partial<Record<VisibleJobState, number>> | null;
  readonly for_time: number;
  readonly for_parents: number;
  readonly oldest_ms: number | null;
  readonly is_paused: boolean;
}

const NONE: Readonly<Record<VisibleJobState, number>> = {
  waiting: 0,
  published: 0,
  active: 0,
  completed: 0,
  cancelled: 0,
  expired: 0,
  failed: 0,
  discarded: 0,
};

// A published job may run since it was published, a waiting one since it was due. That a job completed stands in no
// index: these are all that did not end otherwise and are not open.
const COUNTS = `
WITH held AS (
  SELECT p.queue, j.state, p.published_at, o.id IS NOT NULL AS is_boxed, o.due_at
  FROM nightshift.published AS p LEFT JOIN nightshift.outbox AS o ON o.id = p.id
  CROSS JOIN LATERAL (SELECT state FROM nightshift.jobs WHERE jobs.id = p.id OFFSET 0) AS j
  WHERE j.state IN ('waiting', 'active')
), open AS (
  SELECT queue, 'waiting' AS state, due_at FROM nightshift.outbox AS o
  WHERE NOT EXISTS (SELECT FROM nightshift.published AS p WHERE p.id = o.id)
  UNION ALL
  SELECT queue, CASE WHEN state = 'active' THEN 'active' WHEN is_boxed THEN 'waiting' ELSE 'published' END,
    CASE WHEN state = 'active' THEN NULL WHEN is_boxed THEN due_at ELSE published_at END
  FROM held
), counted AS (
  SELECT queue, state, count(*) AS jobs, min(due_at) AS oldest FROM open GROUP BY queue, state
  UNION ALL
  SELECT queue, closed_as, count(*), NULL FROM nightshift.jobs WHERE closed_as IS NOT NULL GROUP BY queue, closed_as
), every AS (
  SELECT queue, count(*) AS jobs FROM nightshift.jobs GROUP BY queue
), completed AS (
  SELECT queue, 'completed' AS state, greatest(0, every.jobs - coalesce(sum(counted.jobs), 0)) AS jobs, NULL::timestamptz AS oldest
  FROM every LEFT JOIN counted USING (queue) GROUP BY queue, every.jobs
), waits AS (
  SELECT queue, count(*) FILTER (WHERE ${IS_LATER}) AS for_time,
    count(*) FILTER (WHERE due_at = 'infinity' AND EXISTS (SELECT FROM nightshift.job_parents AS p WHERE p.child = o.id)
      AND EXISTS (SELECT FROM nightshift.jobs AS j WHERE j.id = o.id AND j.pending_parents > 0)) AS for_parents
  FROM nightshift.outbox AS o GROUP BY queue
)
SELECT c.queue, jsonb_object_agg(c.state, c.jobs) FILTER (WHERE c.state IS NOT NULL) AS counts,
  coalesce(min(w.for_time), 0)::integer AS for_time, coalesce(min(w.for_parents), 0)::integer AS for_parents,
  CASE WHEN min(c.oldest) <= now() THEN (extract(epoch FROM now() - min(c.oldest)) * 1000)::float8 END AS oldest_ms,
  bool_or(p.queue IS NOT NULL) AS is_paused
FROM (
  SELECT * FROM counted UNION ALL SELECT * FROM completed
  UNION ALL SELECT queue, NULL, NULL, NULL FROM nightshift.queue_pauses
) AS c
LEFT JOIN waits AS w ON w.queue = c.queue
LEFT JOIN nightshift.queue_pauses AS p ON p.queue = c.queue
GROUP BY c.queue ORDER BY c.queue`;
