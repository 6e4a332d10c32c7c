import { rowsOf } from '../../db/rows-of.ts';
import { CHANNELS } from '../channels.ts';
import type { Session } from '../session.ts';

/** How jobs end that no run of theirs ends. */
export interface EndOfJobs {
  readonly from: 'waiting' | 'active';
  readonly to: 'cancelled' | 'expired';
  /** Default: the reason with which a cancellation was asked for. */
  readonly reason?: string;
}

/**
 * Ends jobs outside of a run, and with them their outbox rows, keys and children; gives the ids of those that were in
 * the state `from`.
 */
export async function endJobs(
  session: Session,
  ids: readonly string[],
  { from, to, reason }: EndOfJobs,
): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const ended = await rowsOf<{ id: string; has_children: boolean }>(session, END, [ids, from, to, reason]);
  await cancelChildren(
    session,
    ended.flatMap(({ id, has_children: isParent }) => (isParent ? [id] : [])),
  );
  return ended.map(({ id }) => id);
}

/** A parent that will not complete ends what waits for it, and what waits for that. */
export async function cancelChildren(session: Session, parents: readonly string[]): Promise<void> {
  if (parents.length === 0) return;
  const children = await rowsOf<{ child: string }>(
    session,
    'SELECT DISTINCT child FROM nightshift.job_parents WHERE parent = ANY($1::uuid[])',
    [parents],
  );
  await endJobs(
    session,
    children.map(({ child }) => child),
    {
      from: 'waiting',
      to: 'cancelled',
      reason: 'parent-failed',
    },
  );
}

const END = `
WITH locked AS (
  SELECT id FROM nightshift.jobs WHERE id = ANY($1::uuid[]) AND state = $2 ORDER BY id FOR UPDATE
), ended AS (
  UPDATE nightshift.jobs AS j SET state = $3, closed_as = $3, reason = coalesce($4, j.cancel_asked), cancel_asked = NULL, owner = NULL,
    ended_at = now()
  FROM locked WHERE j.id = locked.id
  RETURNING j.id, j.publication, j.name, j.unique_key, j.has_children, j.is_awaited
), unboxed AS (
  DELETE FROM nightshift.outbox AS o USING ended AS e WHERE o.id = e.id AND o.publication = e.publication
), unpublished AS (
  DELETE FROM nightshift.published AS p USING ended AS e WHERE p.id = e.id
), released AS (
  DELETE FROM nightshift.job_keys AS k USING ended AS e
  WHERE e.unique_key IS NOT NULL AND k.name = e.name AND k.key = e.unique_key AND k.job_id = e.id
    AND k.held_until IS NULL
)
SELECT id, has_children, (
  SELECT pg_notify('${CHANNELS.ended}', CASE WHEN count(*) <= 200 THEN string_agg(id::text, ',') ELSE '' END)
  FROM ended WHERE is_awaited HAVING count(*) > 0
) FROM ended`;
