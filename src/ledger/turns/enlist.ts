import { CHANNELS } from '../channels.ts';
import type { Session } from '../session.ts';
import { turnRank } from './turn-rank.ts';

/** Puts jobs whose time has come into their lines: they age from then on. Whatever brokers held of them counts no more. */
export async function enlist(session: Session, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await session.query(ENLIST, [ids]);
}

const ENLIST = `
WITH enlisted AS (
  UPDATE nightshift.outbox AS o SET due_at = 'infinity', turn_rank = ${turnRank('o.due_at', 'j.priority')},
    turn_name = j.name, turn_key = coalesce(j.turn_key, ''), limit_key = coalesce(j.limit_key, '')
  FROM unnest($1::uuid[]) AS due(id)
  CROSS JOIN LATERAL (SELECT * FROM nightshift.jobs WHERE jobs.id = due.id OFFSET 0) AS j
  WHERE o.id = due.id
  RETURNING o.id
), unpublished AS (
  DELETE FROM nightshift.published AS p USING enlisted AS e WHERE p.id = e.id
)
SELECT pg_notify('${CHANNELS.turns}', '')`;
