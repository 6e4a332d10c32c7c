import type { FailedReason } from './job-state.ts';
import type { Json } from './json.ts';

/** What a handler returns. Returning nothing is `completed()`; throwing is a failure, retried by the policy. */
export type HandlerOutcome =
  | { readonly kind: 'completed'; readonly result?: Json }
  | { readonly kind: 'cancelled'; readonly reason: string }
  | { readonly kind: 'snoozed'; readonly delayMs: number };

/** The job is done. `result` is kept with it and given to whoever awaits `job.result()` or has it as a parent. */
export function completed(result?: Json): HandlerOutcome {
  return result === undefined ? { kind: 'completed' } : { kind: 'completed', result };
}

/** The job need not be done any more; it is not a failure and is not retried. */
export function cancel(reason: string): HandlerOutcome {
  return { kind: 'cancelled', reason };
}

/** Try again after `delayMs` milliseconds (0 or more); the attempt is given back. */
export function snooze(delayMs: number): HandlerOutcome {
  return { kind: 'snoozed', delayMs };
}

/** An error as the ledger keeps it: plain data, secrets redacted, `stack` cut to 8 KiB. */
export interface JobError {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
}

/** What the worker tells the ledger about one attempt: a handler's outcome, or what its failure came to. */
export type Outcome =
  | HandlerOutcome
  | {
      readonly kind: 'retry';
      readonly delayMs: number;
      readonly error: JobError;
      /** The other side takes nothing for so long, in milliseconds: all jobs that share this one's limit wait. */
      readonly closesLimitMs?: number;
    }
  | { readonly kind: 'failed'; readonly reason: FailedReason; readonly error: JobError }
  | { readonly kind: 'expired' };
