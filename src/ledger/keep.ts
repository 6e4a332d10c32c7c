import { CHANNELS } from './channels.ts';
import { errorText, fingerprintOf } from './fingerprint.ts';
import { jsonText } from './json-text.ts';
import type { KeptJob } from './ledger.ts';
import type { Session } from './session.ts';

const MAX_RAW_BYTES = 256 * 1024;

/** Writes rows for jobs that had none, at the moment they must wait or have failed. Twice is once. */
export async function keep(session: Session, jobs: readonly KeptJob[]): Promise<void> {
  if (jobs.length === 0) return;
  await session.query(KEEP, [jsonText(jobs.map(toKeptRow))]);
}

function toKeptRow(job: KeptJob) {
  const { end } = job;
  return {
    id: job.id,
    name: job.name,
    queue: job.queue,
    version: job.version,
    payload: job.payload,
    raw: job.raw && Buffer.from(job.raw.subarray(0, MAX_RAW_BYTES)).toString('base64'),
    headers: job.headers,
    trace: job.trace,
    max_attempts: job.maxAttempts,
    run: job.attempt,
    started_at: new Date(job.startedAtMs),
    duration_ms: Math.round(job.durationMs),
    log: job.log.length > 0 ? job.log : undefined,
    outcome: end.kind,
    attempt: end.kind === 'snoozed' ? job.attempt - 1 : job.attempt,
    ...(end.kind === 'failed'
      ? { reason: end.reason, error_text: errorText(end.error), fingerprint: fingerprintOf(end.error) }
      : { delay_ms: end.delayMs }),
    ...(end.kind !== 'snoozed' && { error: end.error }),
  };
}

// From here on the job is claimed like any other; its next publication is the second, the first having had no row.
const KEEP = `
WITH given AS MATERIALIZED (
  SELECT *, CASE WHEN outcome = 'failed' THEN 'failed' ELSE 'waiting' END AS state
  FROM json_to_recordset($1) AS g(
    id uuid, name text, queue text, version integer, payload jsonb, raw text, headers jsonb, trace text, max_attempts integer,
    run integer, attempt integer, started_at timestamptz, duration_ms integer, log jsonb, outcome text, reason text,
    error jsonb, error_text text, fingerprint text, delay_ms float8)
), kept AS (
  INSERT INTO nightshift.jobs (id, name, queue, version, payload, raw, headers, trace, max_attempts, run, attempt,
    publication, state, closed_as, started_at, ended_at, reason, error, error_text, fingerprint)
  SELECT id, name, queue, version, payload, decode(raw, 'base64'), headers, trace, max_attempts, run, attempt,
    CASE WHEN state = 'failed' THEN 1 ELSE 2 END, state, nullif(state, 'waiting'), started_at,
    CASE WHEN state = 'failed' THEN now() END, reason, error, error_text, fingerprint
  FROM given
  ON CONFLICT (id) DO NOTHING
  RETURNING id, state
), boxed AS (
  INSERT INTO nightshift.outbox (id, publication, queue, due_at)
  SELECT id, 2, queue, now() + delay_ms * interval '1 ms' FROM given JOIN kept USING (id, state)
  WHERE state = 'waiting'
), tried AS (
  INSERT INTO nightshift.attempts (job_id, run, publication, attempt, started_at, duration_ms, outcome, reason,
    error, log)
  SELECT id, run, 1, run, started_at, duration_ms, outcome, reason, error, log FROM given JOIN kept USING (id, state)
)
SELECT pg_notify('${CHANNELS.due}', '')`;
