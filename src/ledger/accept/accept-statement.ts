import { defineRoutine } from '../../db/routine.ts';
import { CHANNELS } from '../channels.ts';
import { turnRank } from '../turns/turn-rank.ts';

/** One answer per row that was read: the id that stands for it, and whether it is new. */
export interface AcceptAnswer {
  readonly asked: string;
  readonly id: string;
  readonly is_new: boolean;
}

/** What is special about a batch. */
export interface AcceptKind {
  readonly hasKeys: boolean;
  /** Some of it stands in line at once. */
  readonly hasTurns: boolean;
}

const LINE_COLUMNS = ', turn_rank, turn_name, turn_key, limit_key';
const LINE = `,
    CASE WHEN in_line THEN ${turnRank('now()', 'priority')} END, CASE WHEN in_line THEN name END,
    CASE WHEN in_line THEN coalesce(turn_key, '') END, CASE WHEN in_line THEN coalesce(limit_key, '') END`;

// The update that changes nothing makes a conflicting insert wait for the other transaction and return its row.
const TAKEN = `, taken AS (
  INSERT INTO nightshift.job_keys AS held (name, key, job_id, held_until)
  SELECT name, key, id, now() + key_ms * interval '1 ms' FROM given WHERE key IS NOT NULL
  ON CONFLICT (name, key) DO UPDATE SET
    job_id = CASE WHEN held.held_until <= now() THEN excluded.job_id ELSE held.job_id END,
    held_until = CASE WHEN held.held_until <= now() THEN excluded.held_until ELSE held.held_until END
  RETURNING name, key, job_id
)`;

/** Accepts a batch with nothing special. $1 = the rows as JSON, their ids all different, $2 = whether to wake the relay. */
export const ACCEPT = defineRoutine<AcceptAnswer>({
  name: 'accept',
  takes: ['json', 'boolean'],
  returns: 'asked uuid, id uuid, is_new boolean, woken text',
  body: acceptStatement({ hasKeys: false, hasTurns: false }),
  readsByIndex: false,
});

/** The same for other batches, their keys all different too. They are not the rule, and planned anew each time. */
export function acceptStatement({ hasKeys, hasTurns }: AcceptKind): string {
  return `
WITH given AS MATERIALIZED (
  SELECT * FROM json_to_recordset($1) AS g(
    id uuid, name text, queue text, version integer, payload jsonb, max_attempts integer, priority smallint,
    tags text[], tenant text, turn_key text, limit_key text, group_id text, trace text, expires_ms float8,
    schedule text, due_time timestamptz, is_late boolean, is_catch_up boolean, takes_turns boolean, in_line boolean,
    key text, key_ms float8, due_ms float8, due_at timestamptz,
    pending_parents integer, has_parents boolean, publication integer)
)${hasKeys ? TAKEN : ''}, accepted AS (
  INSERT INTO nightshift.jobs (
    id, name, queue, version, payload, max_attempts, priority, tags, tenant, turn_key, limit_key, group_id, trace,
    expires_at, schedule, due_time, is_late, is_catch_up, takes_turns, unique_key,
    pending_parents, has_parents, publication)
  SELECT id, name, queue, version, payload, max_attempts, priority, coalesce(tags, '{}'), tenant, turn_key,
    limit_key, group_id, trace, now() + expires_ms * interval '1 ms', schedule, due_time,
    coalesce(is_late, false), coalesce(is_catch_up, false), coalesce(takes_turns, false), key,
    coalesce(pending_parents, 0), coalesce(has_parents, false), coalesce(publication, 1)
  FROM given${hasKeys ? ' LEFT JOIN taken USING (name, key) WHERE key IS NULL OR job_id = id' : ''}
  ON CONFLICT (id) DO NOTHING
  RETURNING id
), boxed AS (
  INSERT INTO nightshift.outbox (id, publication, queue, due_at${hasTurns ? LINE_COLUMNS : ''})
  SELECT id, coalesce(publication, 1), queue, coalesce(due_at, now() + due_ms * interval '1 ms')${hasTurns ? LINE : ''}
  FROM given JOIN accepted USING (id)
)
SELECT given.id AS asked, ${hasKeys ? 'coalesce(job_id, given.id)' : 'given.id'} AS id,
  accepted.id IS NOT NULL AS is_new,
  CASE WHEN $2 THEN (SELECT pg_notify('${CHANNELS.due}', ''))::text END AS woken${
    hasTurns ? `, (SELECT pg_notify('${CHANNELS.turns}', ''))` : ''
  }
FROM given LEFT JOIN accepted USING (id)${hasKeys ? ' LEFT JOIN taken USING (name, key)' : ''}`;
}
