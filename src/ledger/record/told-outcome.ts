import type { JobState } from '../../job/job-state.ts';
import type { Json } from '../../job/json.ts';
import type { JobError, Outcome } from '../../job/outcome.ts';
import { errorText, fingerprintOf } from '../fingerprint.ts';
import type { AttemptRecord } from '../ledger.ts';

/** One attempt's end as the recording statement reads it; what is absent is NULL there. */
export type ToldOutcome = ReturnType<typeof toToldOutcome>;

export function toToldOutcome(record: AttemptRecord, position: number) {
  const { fence, outcome } = record;
  return {
    position,
    id: fence.id,
    publication: fence.publication,
    run: fence.run,
    started_at: new Date(record.startedAtMs),
    duration_ms: Math.round(record.durationMs),
    outcome: outcome.kind,
    ...(record.isPresumed && { is_presumed: true }),
    ...(record.log.length > 0 && { log: record.log }),
    ...effectOf(outcome),
  };
}

/** What an outcome makes of the job. */
function effectOf(outcome: Outcome): {
  readonly state: JobState;
  readonly result?: Json;
  readonly is_null?: true;
  readonly reason?: string;
  readonly delay_ms?: number;
  readonly closes_ms?: number;
  readonly error?: JobError;
  readonly error_text?: string;
  readonly fingerprint?: string;
} {
  switch (outcome.kind) {
    case 'completed':
      // JSON's null would become SQL's, which means that there is no result.
      if (outcome.result === null) return { state: 'completed', is_null: true };
      return { state: 'completed', ...(outcome.result !== undefined && { result: outcome.result }) };
    case 'cancelled':
      return { state: 'cancelled', reason: outcome.reason };
    case 'expired':
      return { state: 'expired' };
    case 'snoozed':
      return { state: 'waiting', delay_ms: outcome.delayMs };
    case 'retry':
      return {
        state: 'waiting',
        delay_ms: outcome.delayMs,
        error: outcome.error,
        ...(outcome.closesLimitMs !== undefined && { closes_ms: outcome.closesLimitMs }),
      };
    case 'failed':
      return {
        state: 'failed',
        reason: outcome.reason,
        error: outcome.error,
        error_text: errorText(outcome.error),
        fingerprint: fingerprintOf(outcome.error),
      };
  }
}
