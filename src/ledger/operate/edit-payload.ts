import { rowsOf } from '../../db/rows-of.ts';
import type { Json } from '../../job/json.ts';
import type { Session } from '../session.ts';

/**
 * Replaces the payload of a job that failed, or waits with its outbox row still there: what a broker holds already may
 * run as it was sent. False when the job is neither.
 */
export async function editPayload(
  session: Session,
  id: string,
  { payload, version }: { readonly payload: Json; readonly version: number },
): Promise<boolean> {
  const rows = await rowsOf(session, EDIT, [id, JSON.stringify(payload), version]);
  return rows.length > 0;
}

// Locking the outbox row first keeps a relay from publishing the old payload meanwhile.
const EDIT = `
WITH boxed AS (
  SELECT id FROM nightshift.outbox WHERE id = $1 FOR UPDATE
)
UPDATE nightshift.jobs AS j SET payload = $2::jsonb, version = $3, is_edited = true
WHERE j.id = $1 AND (j.state = 'failed' OR j.state = 'waiting' AND EXISTS (SELECT FROM boxed)) RETURNING j.id`;
