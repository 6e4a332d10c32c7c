import { rowsOf } from '../../db/rows-of.ts';
import type { Session } from '../session.ts';

/** Queues in which jobs wait for their turn; paused ones are left out. */
export async function queuesInLine(session: Session): Promise<readonly string[]> {
  const rows = await rowsOf<{ queue: string }>(session, QUEUES);
  return rows.map(({ queue }) => queue);
}

const QUEUES = `
WITH RECURSIVE queues AS (
  (SELECT queue FROM nightshift.outbox WHERE turn_rank IS NOT NULL ORDER BY queue LIMIT 1)
  UNION ALL
  SELECT (SELECT o.queue FROM nightshift.outbox AS o WHERE o.turn_rank IS NOT NULL AND o.queue > queues.queue
    ORDER BY o.queue LIMIT 1)
  FROM queues WHERE queues.queue IS NOT NULL
)
SELECT queue FROM queues
WHERE queue IS NOT NULL AND NOT EXISTS (SELECT FROM nightshift.queue_pauses AS p WHERE p.queue = queues.queue)`;
