import { rowsOf } from '../../db/rows-of.ts';
import { CHANNELS } from '../channels.ts';
import type { Session } from '../session.ts';

/**
 * Tells the children of completed parents. The child's row counts down under its own lock, so that of two parents that
 * complete at once exactly one makes it due.
 */
export async function readyChildren(session: Session, parents: readonly string[]): Promise<void> {
  if (parents.length === 0) return;
  await rowsOf(session, READY, [parents]);
}

const READY = `
WITH told AS (
  SELECT child, count(*)::integer AS parents FROM nightshift.job_parents WHERE parent = ANY($1::uuid[]) GROUP BY child
), locked AS (
  SELECT j.id, told.parents FROM nightshift.jobs AS j JOIN told ON told.child = j.id ORDER BY j.id FOR UPDATE OF j
), counted AS (
  UPDATE nightshift.jobs AS j SET pending_parents = j.pending_parents - locked.parents
  FROM locked WHERE j.id = locked.id
  RETURNING j.id, j.publication, j.state, j.pending_parents
), due AS (
  UPDATE nightshift.outbox AS o SET due_at = now() FROM counted AS c
  WHERE o.id = c.id AND o.publication = c.publication AND c.state = 'waiting' AND c.pending_parents = 0
  RETURNING o.id
)
SELECT count(*), (SELECT pg_notify('${CHANNELS.due}', '') FROM due LIMIT 1) FROM due`;
