import { rowsOf } from '../../db/rows-of.ts';
import { CHANNELS } from '../channels.ts';
import type { Session } from '../session.ts';

/** Gives jobs that wait for a time another, by the database's clock; gives the ids of those that did wait for one. */
export async function rescheduleWaiting(
  session: Session,
  ids: readonly string[],
  delayMs: number,
): Promise<readonly string[]> {
  const rows = await rowsOf<{ id: string }>(session, RESCHEDULE, [ids, delayMs]);
  return rows.map(({ id }) => id);
}

// What waits for its parents or its turn is due at infinity, and not moved.
const RESCHEDULE = `
WITH moved AS (
  UPDATE nightshift.outbox SET due_at = now() + $2 * interval '1 millisecond'
  WHERE id = ANY($1::uuid[]) AND due_at > now() AND due_at < 'infinity' RETURNING id
)
SELECT id, (SELECT pg_notify('${CHANNELS.due}', '') FROM moved LIMIT 1) FROM moved`;
