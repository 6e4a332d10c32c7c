import { completed, type Outcome } from '../job/outcome.ts';
import type { Json } from '../job/json.ts';
import type { Fence, KeptJob } from '../ledger/ledger.ts';
import type { Attempt } from './attempt.ts';
import type { Claims } from './claims.ts';
import type { AttemptEnd } from './handle-attempt.ts';
import type { JobInHand } from './job-in-hand.ts';
import type { Records } from './records.ts';
import { toJobError } from '../job/to-job-error.ts';
import { LedgerUnavailableError } from '../ledger/ledger-errors.ts';

export interface FinishingParts {
  /** Tries once: a ledger that is away takes the job back when its lease runs out. */
  readonly giveBack: (fence: Fence) => Promise<void>;
  readonly claims: Claims;
  readonly records: Records;
  readonly onEnd: (job: JobInHand, attempt: Attempt, outcome: Outcome, durationMs: number) => void;
}

/** Brings an attempt's end to the ledger, then to the broker. */
export class Finishing {
  readonly #parts: FinishingParts;

  constructor(parts: FinishingParts) {
    this.#parts = parts;
  }

  finish(job: JobInHand, attempt: Attempt, end: AttemptEnd): Promise<void> {
    if (attempt.presumed) this.#parts.claims.end(attempt.presumed);
    if (end.kind === 'give-back') return this.#giveBack(job, attempt);
    const durationMs = Date.now() - attempt.startedAtMs;
    if (end.kind === 'recorded')
      return this.#settle(job, attempt, attempt.recordedInTransaction ?? completed(), durationMs);
    return this.#record(job, attempt, end.outcome, durationMs);
  }

  #settle(job: JobInHand, attempt: Attempt, outcome: Outcome, durationMs: number): Promise<void> {
    this.#parts.onEnd(job, attempt, outcome, durationMs);
    return job.delivery.settle();
  }

  /** Where there is nothing to write, nothing is waited for: each layer of promises costs a short job some per cent. */
  #record(job: JobInHand, attempt: Attempt, outcome: Outcome, durationMs: number): Promise<void> {
    const settle = (): Promise<void> => this.#settle(job, attempt, outcome, durationMs);
    if (attempt.fence) {
      const { fence, startedAtMs, logLines: log } = attempt;
      const isPresumed = attempt.presumed !== undefined;
      const told = { fence, isPresumed, outcome, startedAtMs, durationMs, log };
      return this.#parts.records.record(told).then(settle, (error: unknown) => {
        if (error instanceof LedgerUnavailableError) throw error;
        // Were nothing recorded, the job would be active for as long as this worker lives.
        return this.#parts.records.record({ ...told, outcome: unrecordable(error), log: [] }).then(settle);
      });
    }
    if (outcome.kind === 'completed' || outcome.kind === 'cancelled' || outcome.kind === 'expired')
      return settle();
    return this.#keep(job, attempt, outcome, durationMs).then(settle);
  }

  /** A job of an unrecorded queue needs a row when it must wait or has failed. */
  #keep(job: JobInHand, attempt: Attempt, end: KeptJob['end'], durationMs: number): Promise<void> {
    const { id, maxAttempts, attempt: number } = attempt.job;
    return this.#parts.records.keep({
      id,
      name: job.name,
      queue: job.queue.name,
      version: job.mark.version,
      payload: job.payload as Json, // it came out of JSON
      maxAttempts,
      attempt: number,
      end,
      startedAtMs: attempt.startedAtMs,
      durationMs,
      log: attempt.logLines,
      ...(job.mark.trace !== undefined && { trace: job.mark.trace }),
    });
  }

  /** The ledger first: were the message back before the row, its next claim would be answered as stale. */
  async #giveBack(job: JobInHand, { fence }: Attempt): Promise<void> {
    if (fence) await this.#parts.giveBack(fence);
    await job.delivery.handBack();
  }
}

/** PostgreSQL answered, and refused what it was told: a result beyond its limits, say. */
function unrecordable(cause: unknown): Outcome {
  const why = cause instanceof Error ? cause.message : String(cause);
  const error = new Error(
    `The outcome of the attempt could not be recorded: ${why}. Its effects have happened.`,
  );
  return { kind: 'failed', reason: 'permanent', error: toJobError(error) };
}
