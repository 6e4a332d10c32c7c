import { rowsOf } from '../../db/rows-of.ts';
import type { Session } from '../session.ts';

/** How many jobs ended within an hour. */
export interface HourOfEnds {
  /** The beginning of the hour. */
  readonly hour: Date;
  readonly completed: number;
  readonly failed: number;
}

/** What ended in the last `hours` hours, hour by hour, the oldest first; of jobs that were enqueued within twice as long. */
export function endsByHour(session: Session, hours: number): Promise<readonly HourOfEnds[]> {
  return rowsOf<HourOfEnds>(session, ENDS, [hours]);
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
