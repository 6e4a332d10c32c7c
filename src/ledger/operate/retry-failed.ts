import { rowsOf } from '../../db/rows-of.ts';
import type { Json } from '../../job/json.ts';
import { CHANNELS } from '../channels.ts';
import type { Session } from '../session.ts';

export interface RetryOptions {
  /** Replaces the payload of each; it has passed the schema in this version. */
  readonly edit?: { readonly payload: Json; readonly version: number };
}

/**
 * Sends failed jobs round again, with one more attempt than they have had and a new publication. Steps that were begun
 * and not finished are forgotten: whoever retries has found out that they did not happen. Children that ended with
 * their parent wait again. Gives the ids of those that were failed. Needs a transaction.
 */
export async function retryFailed(
  session: Session,
  ids: readonly string[],
  { edit }: RetryOptions = {},
): Promise<readonly string[]> {
  const payload = edit === undefined ? null : JSON.stringify(edit.payload);
  const retried = await rowsOf<{ id: string; has_children: boolean }>(session, RETRY, [
    ids,
    payload,
    edit?.version ?? null,
  ]);
  await reviveChildren(
    session,
    retried.flatMap(({ id, has_children: isParent }) => (isParent ? [id] : [])),
  );
  return retried.map(({ id }) => id);
}

/** A child of which no other parent is broken waits for its parents again, and so do those that wait for it. */
async function reviveChildren(session: Session, parents: readonly string[]): Promise<void> {
  if (parents.length === 0) return;
  const revived = await rowsOf<{ id: string; has_children: boolean }>(session, REVIVE, [parents]);
  await reviveChildren(
    session,
    revived.flatMap(({ id, has_children: isParent }) => (isParent ? [id] : [])),
  );
}

const RETRY = `
WITH locked AS (
  SELECT id FROM nightshift.jobs WHERE id = ANY($1::uuid[]) AND state = 'failed' ORDER BY id FOR UPDATE
), retried AS (
  UPDATE nightshift.jobs AS j SET state = 'waiting', closed_as = NULL, publication = j.publication + 1, deaths = 0, ended_at = NULL,
    reason = NULL, fingerprint = NULL, max_attempts = greatest(j.max_attempts, j.attempt + 1),
    payload = coalesce($2::jsonb, j.payload), version = coalesce($3, j.version), is_edited = j.is_edited OR $2 IS NOT NULL
  FROM locked WHERE j.id = locked.id
  RETURNING j.id, j.publication, j.queue, j.name, j.unique_key, j.has_children
), boxed AS (
  INSERT INTO nightshift.outbox AS o (id, publication, queue, due_at) SELECT id, publication, queue, now() FROM retried
  ON CONFLICT (id) DO UPDATE SET publication = excluded.publication, due_at = excluded.due_at, is_repeat = false,
    turn_rank = NULL, turn_name = NULL
), keyed AS (
  INSERT INTO nightshift.job_keys (name, key, job_id)
  SELECT name, unique_key, id FROM retried WHERE unique_key IS NOT NULL
  ON CONFLICT (name, key) DO NOTHING
), forgotten AS (
  DELETE FROM nightshift.steps AS s USING retried AS r WHERE s.job_id = r.id AND s.state <> 'done'
)
SELECT id, has_children, (SELECT pg_notify('${CHANNELS.due}', '') FROM retried LIMIT 1) FROM retried`;

const REVIVE = `
WITH children AS (
  SELECT DISTINCT child FROM nightshift.job_parents WHERE parent = ANY($1::uuid[])
), locked AS (
  SELECT j.id FROM nightshift.jobs AS j JOIN children ON children.child = j.id
  WHERE j.state = 'cancelled' AND j.reason = 'parent-failed' AND NOT EXISTS (
    SELECT FROM nightshift.job_parents AS p JOIN nightshift.jobs AS parent ON parent.id = p.parent
    WHERE p.child = j.id AND parent.state IN ('failed', 'cancelled', 'expired', 'discarded'))
  ORDER BY j.id FOR UPDATE OF j
), revived AS (
  UPDATE nightshift.jobs AS j SET state = 'waiting', closed_as = NULL, publication = j.publication + 1, ended_at = NULL, reason = NULL,
    pending_parents = (SELECT count(*) FROM nightshift.job_parents AS p JOIN nightshift.jobs AS parent ON parent.id = p.parent
      WHERE p.child = j.id AND parent.state <> 'completed')
  FROM locked WHERE j.id = locked.id
  RETURNING j.id, j.publication, j.queue, j.has_children
), boxed AS (
  INSERT INTO nightshift.outbox AS o (id, publication, queue, due_at) SELECT id, publication, queue, 'infinity' FROM revived
  ON CONFLICT (id) DO UPDATE SET publication = excluded.publication, due_at = excluded.due_at,
    turn_rank = NULL, turn_name = NULL
)
SELECT id, has_children FROM revived`;
