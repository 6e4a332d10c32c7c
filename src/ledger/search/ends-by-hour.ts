import type { Database } from '../../db/database.ts';
import { rowsOf } from '../../db/rows-of.ts';
import { sessionOf } from '../../db/session-of.ts';

/** How many jobs ended within an hour. */
export interface HourOfEnds {
  /** The beginning of the hour. */
  readonly hour: Date;
  readonly completed: number;
  readonly failed: number;
}

/** What ended in the last `hours` hours, hour by hour, the oldest first; of jobs that were enqueued within twice as long. */
export function endsByHour(database: Database, hours: number): Promise<readonly HourOfEnds[]> {
  return database.transaction(async (trx) => {
    const session = sessionOf(trx);
    // It goes over every job of these hours, and must not take all cores from those who do the jobs.
    await session.query('SET LOCAL max_parallel_workers_per_gather = 0');
    return rowsOf<HourOfEnds>(session, ENDS, [hours]);
  });
}

const ENDS = `
WITH ended AS (
  SELECT date_trunc('hour', ended_at) AS hour, count(*) FILTER (WHERE state = 'completed') AS completed,
    count(*) FILTER (WHERE state IN ('failed', 'discarded')) AS failed
  FROM nightshift.jobs
  WHERE created_at > now() - 2 * $1 * interval '1 hour' AND ended_at >= date_trunc('hour', now()) - ($1 - 1) * interval '1 hour'
  GROUP BY 1
)
SELECT h AS hour, coalesce(completed, 0)::integer AS completed, coalesce(failed, 0)::integer AS failed
FROM generate_series(date_trunc('hour', now()) - ($1 - 1) * interval '1 hour', date_trunc('hour', now()), interval '1 hour') AS h
LEFT JOIN ended ON ended.hour = h ORDER BY h`;
