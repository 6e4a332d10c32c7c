import { rowsOf } from '../../db/rows-of.ts';
import type { VisibleJobState } from '../../job/job-state.ts';
import type { Session } from '../session.ts';

/** How many jobs of a queue are in each state, and how long the oldest has waited that could run. */
export interface QueueStats {
  readonly queue: string;
  readonly counts: Readonly<Record<VisibleJobState, number>>;
  /** Milliseconds; `undefined` when none waits that could run. */
  readonly oldestWaitingMs: number | undefined;
  readonly isPaused: boolean;
}

/** Looks through every job: about 0.2 s for a million, so callers keep the answer for a while. */
export async function countJobs(session: Session): Promise<readonly QueueStats[]> {
  const rows = await rowsOf<CountRow>(session, COUNTS);
  return rows.map(({ queue, counts, oldest_ms: oldest, is_paused: isPaused }) => ({
    queue,
    counts: { ...NONE, ...counts },
    oldestWaitingMs: oldest === null ? undefined : Number(oldest),
    isPaused,
  }));
}

interface CountRow {
  readonly queue: string;
  readonly counts: Partial<Record<VisibleJobState, number>>;
  readonly oldest_ms: string | null;
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

// A published job may run since it was created, or since its last attempt ended; a waiting one since it was due.
const COUNTS = `
WITH stored AS (
  SELECT j.queue, CASE WHEN j.state = 'waiting' AND o.id IS NULL THEN 'published' ELSE j.state END AS state,
    CASE WHEN j.state = 'waiting' THEN coalesce(o.due_at, greatest(j.created_at, j.started_at)) END AS due_at
  FROM nightshift.jobs AS j LEFT JOIN nightshift.outbox AS o ON o.id = j.id
), counted AS (
  SELECT queue, state, count(*)::integer AS jobs, min(due_at) AS oldest FROM stored GROUP BY queue, state
)
SELECT c.queue, jsonb_object_agg(c.state, c.jobs) AS counts,
  CASE WHEN min(c.oldest) <= now() THEN extract(epoch FROM now() - min(c.oldest)) * 1000 END AS oldest_ms,
  bool_or(p.queue IS NOT NULL) AS is_paused
FROM counted AS c LEFT JOIN nightshift.queue_pauses AS p ON p.queue = c.queue
GROUP BY c.queue ORDER BY c.queue`;
