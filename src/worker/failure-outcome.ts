import { isConflict } from '../db/retry-conflicts.ts';
import { AmbiguousError, PermanentError, RetryLaterError } from '../job/handler-errors.ts';
import type { FailedReason } from '../job/job-state.ts';
import type { Outcome } from '../job/outcome.ts';
import { InvalidPayloadError } from '../job/payload-errors.ts';
import { type RetryPolicy, retryDelayMs } from '../job/retry-policy.ts';
import { toJobError } from '../job/to-job-error.ts';

/** After a deadlock that went on over all tries of a transaction, in milliseconds; up to twice that with jitter. */
const CONFLICT_DELAY_MS = 500;

/** Nobody means to wait longer than a year, in milliseconds. */
const MAX_LATER_MS = 365 * 86_400_000;

/** What is known of an attempt that threw. */
export interface Failure {
  readonly thrown: unknown;
  readonly attempt: number;
  readonly maxAttempts: number;
  readonly policy: RetryPolicy;
  /** Takes secrets out of the error's texts. */
  readonly redact: (text: string) => string;
  readonly random: () => number;
}

/** What a failed attempt comes to: another try after a wait, or a failed job. */
export function failureOutcome(failure: Failure): Outcome {
  const error = toJobError(failure.thrown, failure.redact);
  const final = finalReason(failure.thrown);
  if (final) return { kind: 'failed', reason: final, error };
  // It is nobody's fault, so it costs no attempt.
  if (isConflict(failure.thrown))
    return { kind: 'snoozed', delayMs: Math.round(CONFLICT_DELAY_MS * (1 + failure.random())) };
  if (failure.attempt >= failure.maxAttempts)
    return { kind: 'failed', reason: lastReason(failure.thrown), error };
  const { thrown } = failure;
  const closing = thrown instanceof RetryLaterError ? { closesLimitMs: afterMs(thrown) } : {};
  return { kind: 'retry', delayMs: delayMs(failure), error, ...closing };
}

/** The attempt did not end within its `timeoutMs`; a handler that also ignored its signal is `isStuck`. */
export class AttemptTimeoutError extends Error {
  readonly code = 'ATTEMPT_TIMEOUT';
  readonly isStuck: boolean;

  constructor(timeoutMs: number, isStuck: boolean, cause?: unknown) {
    super(
      `The attempt did not end within ${timeoutMs} ms${isStuck ? ' and ignored its signal' : ''}. Let the handler obey \`signal\`, or raise the job's timeoutMs.`,
      { cause },
    );
    this.name = 'AttemptTimeoutError';
    this.isStuck = isStuck;
  }
}

/** The reason with which an error ends the job whatever the policy says; `undefined` for errors that are retried. */
export function finalReason(thrown: unknown): FailedReason | undefined {
  if (thrown instanceof InvalidPayloadError) return 'invalid-payload';
  if (thrown instanceof AmbiguousError) return 'ambiguous';
  if (thrown instanceof PermanentError) return 'permanent';
  return undefined;
}

function lastReason(thrown: unknown): FailedReason {
  return thrown instanceof AttemptTimeoutError && thrown.isStuck ? 'stuck' : 'attempts';
}

function delayMs({ thrown, policy, attempt, random }: Failure): number {
  const byPolicy = retryDelayMs(policy, attempt, random);
  return thrown instanceof RetryLaterError ? Math.max(byPolicy, afterMs(thrown)) : byPolicy;
}

/** What the other side said may be no number at all; then the policy alone decides. */
function afterMs(later: RetryLaterError): number {
  return Number.isFinite(later.afterMs) ? Math.min(Math.max(0, later.afterMs), MAX_LATER_MS) : 0;
}
