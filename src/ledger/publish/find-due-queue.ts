import { rowsOf } from '../../db/rows-of.ts';
import type { Session } from '../session.ts';

/** The queue whose head has been due for longest, or will be due first. */
export interface DueQueue {
  readonly queue: string;
  /** Milliseconds until its head is due, by the database's clock; negative when it is. */
  readonly dueInMs: number;
}

/** Looks at the head of each queue's rows: paused queues and those to skip are left out. */
export async function findDueQueue(session: Session, skip: readonly string[]): Promise<DueQueue | undefined> {
  const [head] = await rowsOf<DueQueue>(session, HEADS, [skip]);
  return head;
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
WHERE head.due_at < 'infinity' AND queue <> ALL($1::text[])
  AND NOT EXISTS (SELECT FROM nightshift.queue_pauses AS p WHERE p.queue = queues.queue)
ORDER BY head.due_at LIMIT 1`;
