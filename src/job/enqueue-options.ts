import type { Json } from './json.ts';

/** Options of one `enqueue`. Times wait in the ledger, by the database's clock. */
export interface EnqueueOptions {
  /** Run no earlier than this many milliseconds from now. Default 0. Not together with `runAt`. */
  readonly delayMs?: number;
  /** Run no earlier than this instant. */
  readonly runAt?: Date;
  /** −100 to 100; higher runs first, on queues with `priorities`. Default 0. */
  readonly priority?: number;
  /** A UUID in lower case. Enqueuing the same id twice is one job. Default: a new UUIDv7. */
  readonly id?: string;
  /** One job per key: a second enqueue returns the first, marked `isDuplicate`. */
  readonly unique?: UniqueOptions;
  /** Ends as `expired` when not started this many milliseconds after enqueuing. Default: the definition's. */
  readonly expiresAfterMs?: number;
  /** Up to 10 words to search by. */
  readonly tags?: readonly string[];
  /** Whose job it is: what `fairBy`, search and the board group by. */
  readonly tenant?: string;
}

export interface UniqueOptions {
  readonly key: string;
  /** How long the key is held, in milliseconds, from enqueuing. Default: until the job has ended. */
  readonly forMs?: number;
  /** What a second enqueue does: `reject` returns the first job; `replace` gives a first job that still waits the new payload. Default `reject`. */
  readonly onConflict?: 'reject' | 'replace';
}

/** An accepted job. */
export interface EnqueuedJob {
  readonly id: string;
  readonly queue: string;
  /** An earlier job holds the unique key, or this id was enqueued before; `id` is that job's. */
  readonly isDuplicate: boolean;
  /**
   * Waits for the job's end and gives its result. Rejects with `JobFailedError`, `JobCancelledError` or
   * `JobExpiredError`, with `ResultTimeoutError` after `timeoutMs` (default 30,000), and with `NotRecordedError` on
   * queues that are not recorded.
   */
  result(options?: { readonly timeoutMs?: number }): Promise<Json | undefined>;
}
