import { defineRoutine } from '../../db/routine.ts';
import { CHANNELS } from '../channels.ts';
import { ALL_TOKENS } from '../turns/buckets.ts';

/** One row per attempt that was recorded. */
export interface RecordedRow {
  readonly position: number;
  readonly id: string;
  readonly state: string;
  readonly has_children: boolean;
}

const CLOSED = `, closed AS (
  INSERT INTO nightshift.buckets AS b (key, returns_at, tokens)
  SELECT limit_key, now() + max(closes_ms) * interval '1 ms', ${ALL_TOKENS}
  FROM done WHERE limit_key IS NOT NULL AND closes_ms > 0 GROUP BY limit_key
  ON CONFLICT (key, returns_at) DO UPDATE SET tokens = excluded.tokens
)`;

const STATE = `CASE WHEN t.state = 'waiting' AND j.cancel_asked IS NOT NULL THEN 'cancelled' ELSE t.state END`;

/**
 * Records a batch in one statement, by the fence: publication, run and `active`, or the presumed claim that was never
 * written. $1 = the outcomes as JSON, $2 = the worker, $3 = whether to record parents too, whose children need more than
 * this, $4 = whether to wake the relay. A wish to cancel outlives a retry or a snooze: the job ends instead of waiting
 * again.
 */
export const RECORD = defineRoutine<RecordedRow>({
  name: 'record',
  takes: ['json', 'uuid', 'boolean', 'boolean'],
  returns:
    '"position" integer, id uuid, state text, has_children boolean, ended text, turned text, woken text',
  body: recordStatement({ closesLimits: false }),
});

/** The same where some outcomes say for how long nothing may draw from their limit; rare, and planned anew each time. */
export const RECORD_AND_CLOSE = recordStatement({ closesLimits: true });

function recordStatement({ closesLimits }: { readonly closesLimits: boolean }): string {
  return `
WITH told AS MATERIALIZED (
  SELECT * FROM json_to_recordset($1) AS t(
    position integer, id uuid, publication integer, run integer, is_presumed boolean, state text, outcome text,
    started_at timestamptz, duration_ms integer, delay_ms float8, closes_ms float8, reason text, result jsonb, is_null boolean, error jsonb,
    error_text text, fingerprint text, log jsonb)
  ORDER BY id
), done AS (
  UPDATE nightshift.jobs AS j SET
    state = ${STATE},
    closed_as = nullif(nullif(${STATE}, 'completed'), 'waiting'),
    publication = j.publication + CASE WHEN ${STATE} = 'waiting' THEN 1 ELSE 0 END,
    run = t.run,
    attempt = j.attempt + CASE WHEN j.state = 'waiting' THEN 1 ELSE 0 END
      - CASE WHEN t.outcome = 'snoozed' THEN 1 ELSE 0 END,
    owner = NULL,
    cancel_asked = NULL,
    started_at = t.started_at,
    ended_at = CASE WHEN ${STATE} <> 'waiting' THEN now() END,
    reason = CASE WHEN ${STATE} = 'cancelled' THEN coalesce(j.cancel_asked, t.reason) ELSE t.reason END,
    result = CASE WHEN t.is_null THEN 'null' ELSE t.result END,
    error = coalesce(t.error, j.error),
    error_text = t.error_text,
    fingerprint = t.fingerprint
  FROM told AS t
  WHERE j.id = t.id AND j.publication = t.publication
    AND (j.state = 'active' AND j.run = t.run
      OR t.is_presumed AND j.state = 'waiting' AND j.run = t.run - 1)
    AND ($3 OR NOT j.has_children)
  RETURNING j.id, j.publication, j.state, j.queue, j.name, j.unique_key, j.is_awaited, j.has_children, j.takes_turns, j.limit_key,
    j.attempt + CASE WHEN t.outcome = 'snoozed' THEN 1 ELSE 0 END AS attempt,
    t.position, t.publication AS told_publication, t.run, t.started_at, t.duration_ms, t.delay_ms, t.closes_ms,
    t.outcome, t.reason, t.error, t.log
), unboxed AS (
  DELETE FROM nightshift.outbox AS o USING done AS d
  WHERE o.id = d.id AND o.publication = d.told_publication AND d.state <> 'waiting'
), unpublished AS (
  DELETE FROM nightshift.published AS p USING done AS d WHERE p.id = d.id
), boxed AS (
  INSERT INTO nightshift.outbox AS o (id, publication, queue, due_at)
  SELECT id, publication, queue, now() + delay_ms * interval '1 ms' FROM done WHERE state = 'waiting'
  ON CONFLICT (id) DO UPDATE SET publication = excluded.publication, due_at = excluded.due_at, is_repeat = false,
    turn_rank = NULL, turn_name = NULL
    WHERE o.publication < excluded.publication
), tried AS (
  INSERT INTO nightshift.attempts (job_id, run, publication, attempt, worker, started_at, duration_ms, outcome,
    reason, error, log)
  SELECT id, run, told_publication, attempt, $2::uuid, started_at, duration_ms, outcome, reason, error, log FROM done
), released AS (
  DELETE FROM nightshift.job_keys AS k USING done AS d
  WHERE d.unique_key IS NOT NULL AND d.state <> 'waiting' AND k.name = d.name AND k.key = d.unique_key
    AND k.job_id = d.id AND k.held_until IS NULL
)${closesLimits ? CLOSED : ''}
SELECT done.position, done.id, done.state, done.has_children, (
  SELECT pg_notify('${CHANNELS.ended}', CASE WHEN count(*) <= 200 THEN string_agg(id::text, ',') ELSE '' END)
  FROM done WHERE is_awaited AND state <> 'waiting' HAVING count(*) > 0
)::text, (SELECT pg_notify('${CHANNELS.turns}', '') FROM done WHERE takes_turns LIMIT 1)::text,
  CASE WHEN $4 THEN (SELECT pg_notify('${CHANNELS.due}', ''))::text END
FROM done`;
}
