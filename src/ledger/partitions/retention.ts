const DAY_MS = 24 * 3_600_000;

/** How long jobs are kept after their end, in milliseconds. Failed ones are kept until a person acts. */
export interface Retention {
  /** Default 7 days. */
  readonly completedMs: number;
  /** Cancelled, expired and discarded. Default 30 days. */
  readonly closedMs: number;
}

/** From what the configuration says in days. */
export function retentionOf({ completedDays, closedDays }: ConfiguredDays): Retention {
  return { completedMs: completedDays * DAY_MS, closedMs: closedDays * DAY_MS };
}

interface ConfiguredDays {
  readonly completedDays: number;
  readonly closedDays: number;
}

export const DEFAULT_RETENTION: Retention = { completedMs: 7 * DAY_MS, closedMs: 30 * DAY_MS };

/**
 * Whether a job, `j`, is past its time; $1 and $2 are the milliseconds of the retention. A parent is kept while a child
 * may still ask for its result.
 */
export const IS_OVER = `(
  (j.state = 'completed' AND j.ended_at < now() - $1::float8 * interval '1 ms'
    OR j.state IN ('cancelled', 'expired', 'discarded') AND j.ended_at < now() - $2::float8 * interval '1 ms')
  AND NOT (j.has_children AND EXISTS (
    SELECT FROM nightshift.job_parents AS p JOIN nightshift.jobs AS c ON c.id = p.child
    WHERE p.parent = j.id AND c.state IN ('waiting', 'active'))))`;
