import { rowsOf } from '../../db/rows-of.ts';
import type { DueQueue } from '../ledger.ts';
import type { Session } from '../session.ts';

/** Looks at the head of each queue's rows. What waits for a turn or for parents waits for no time, and is left out. */
export function dueQueues(session: Session): Promise<readonly DueQueue[]> {
  return rowsOf<DueQueue>(session, HEADS);
}

// A loose index scan: one step from queue to queue, however many rows each has.
const HEADS = `
WITH RECURSIVE queues AS (
  (SELECT queue FROM nightshift.outbox ORDER BY queue LIMIT 1)
  UNION ALL
  SELECT (SELECT o.queue FROM nightshift.outbox AS o WHERE o.queue > queues.queue ORDER BY o.queue LIMIT 1)
  FROM queues WHERE queues.queue IS NOT NULL
)
SELECT queue, extract(epoch FROM head.due_at - clock_timestamp())::float8 * 1000 AS "dueInMs"
FROM queues CROSS JOIN LATERAL (
  SELECT o.due_at FROM nightshift.outbox AS o WHERE o.queue = queues.queue ORDER BY o.due_at LIMIT 1
) AS head
WHERE head.due_at < 'infinity'
  AND NOT EXISTS (SELECT FROM nightshift.queue_pauses AS p WHERE p.queue = queues.queue)`;
