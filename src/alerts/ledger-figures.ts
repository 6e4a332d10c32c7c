import type { Database } from '../db/database.ts';
import { rowsOf } from '../db/rows-of.ts';
import type { Measured } from './figures.ts';

/** Fewer ends say nothing about how many fail. */
const FEWEST_ENDS = 20;

/** Of the queues of which enough has ended in the last 15 minutes, how much of that has failed, in percent. */
export function readFailureRatios(database: Database): Promise<readonly Measured[]> {
  return rowsOf<Measured>(database, FAILURE_RATIOS, [FEWEST_ENDS]);
}

/** How many jobs have failed in the last hour and are failed yet, by queue. */
export function readFailedLastHour(database: Database): Promise<readonly Measured[]> {
  return rowsOf<Measured>(database, FAILED_LAST_HOUR);
}

/** How many jobs had to be carried again in the last hour, by queue. */
export function readCarriedAgain(database: Database): Promise<readonly Measured[]> {
  return rowsOf<Measured>(database, CARRIED_AGAIN);
}

/** How long the first job of each queue has been due and is not published, in milliseconds; 0 where there is none, or the queue is paused. */
export function readRelayLags(database: Database, queues: readonly string[]): Promise<readonly Measured[]> {
  return rowsOf<Measured>(database, RELAY_LAGS, [queues]);
}

// Jobs that were enqueued earlier are left out, so that an index finds the rest.
const FAILURE_RATIOS = `
SELECT queue AS subject, (100.0 * count(*) FILTER (WHERE state IN ('failed', 'discarded')) / count(*))::float8 AS value
FROM nightshift.jobs
WHERE created_at > now() - interval '2 hours' AND ended_at > now() - interval '15 minutes'
  AND state IN ('completed', 'failed', 'discarded')
GROUP BY queue HAVING count(*) >= $1`;

const FAILED_LAST_HOUR = `
SELECT queue AS subject, count(*)::float8 AS value FROM nightshift.jobs
WHERE closed_as = 'failed' AND created_at > now() - interval '7 days' AND ended_at > now() - interval '1 hour'
GROUP BY queue`;

const CARRIED_AGAIN = `
SELECT queue AS subject, sum(repeated + released)::float8 AS value FROM nightshift.recoveries
WHERE at > now() - interval '1 hour' GROUP BY queue`;

// What waits for its turn is due at infinity.
const RELAY_LAGS = `
SELECT q AS subject, coalesce((extract(epoch FROM now() - first.due_at) * 1000)::float8, 0) AS value
FROM unnest($1::text[]) AS q LEFT JOIN LATERAL (
  SELECT due_at FROM nightshift.outbox
  WHERE queue = q AND due_at <= now() AND NOT EXISTS (SELECT FROM nightshift.queue_pauses AS p WHERE p.queue = q)
  ORDER BY due_at LIMIT 1
) AS first ON true`;
