import type { SessionLike } from '../db/session-of.ts';
import type { EnqueuedJob, EnqueueOptions } from '../job/enqueue-options.ts';
import type { JobDefinition, JobRequest, PayloadInput } from '../job/job-definition.ts';
import type { CancelAnswer } from '../ledger/ledger.ts';

/** What application code holds to enqueue jobs. Made by `connect`. */
export interface Producer extends Enqueuing {
  /** The same calls inside the caller's transaction: the jobs exist if and only if it commits. */
  within(trx: SessionLike): Enqueuing;
  /**
   * Each job runs when the one before it has completed; a failure cancels the rest. All are accepted, or none. Only the
   * first may have `delayMs` or `runAt`; all must be of recorded queues.
   *
   * @throws what `enqueue` throws, and NotRecordedError
   */
  chain(...requests: readonly [JobRequest, ...JobRequest[]]): Promise<readonly EnqueuedJob[]>;
  /**
   * The jobs run side by side; `then` runs once, when all have completed, with their results in `job.parents`. One that
   * fails cancels `then`. All are accepted, or none; all must be of recorded queues.
   *
   * @throws what `enqueue` throws, and NotRecordedError
   */
  group(requests: readonly JobRequest[], options?: { readonly then?: JobRequest }): Promise<EnqueuedGroup>;
  /** Waits for a job's end by its id; see {@link EnqueuedJob.result}. @throws InvalidJobIdError for what is no id. */
  result(id: string, options?: { readonly timeoutMs?: number }): ReturnType<EnqueuedJob['result']>;
  /**
   * Ends a waiting job, or asks the worker of a running one to stop. Never rejects for a job that has ended.
   *
   * @throws InvalidJobIdError, LedgerUnavailableError
   */
  cancel(id: string, reason?: string): Promise<CancelAnswer>;
  /** Publishes what is under way, then closes every connection; later calls reject with `ProducerClosedError`. */
  close(): Promise<void>;
}

export interface Enqueuing {
  /**
   * Accepts one job: on recorded queues resolves when the ledger has committed, on others when the broker has
   * confirmed. Rejects within `NIGHTSHIFT_ENQUEUE_TIMEOUT_MS`.
   *
   * @throws InvalidPayloadError, NotJsonError, PayloadTooLargeError, InvalidEnqueueOptionsError, UnknownQueueError,
   *   LedgerUnavailableError, BrokerUnavailableError, EnqueueUnconfirmedError
   */
  enqueue<Definition extends JobDefinition>(
    definition: Definition,
    payload: PayloadInput<Definition>,
    options?: EnqueueOptions,
  ): Promise<EnqueuedJob>;
  /** Accepts many, in chunks. @throws EnqueueManyError naming those that were accepted before the error. */
  enqueueMany<Definition extends JobDefinition>(
    definition: Definition,
    payloads: Iterable<PayloadInput<Definition>> | AsyncIterable<PayloadInput<Definition>>,
    options?: Omit<EnqueueOptions, 'id' | 'unique'>,
  ): Promise<readonly EnqueuedJob[]>;
}

export interface EnqueuedGroup {
  readonly jobs: readonly EnqueuedJob[];
  readonly then: EnqueuedJob | undefined;
}
