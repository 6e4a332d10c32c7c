import type { Publication } from '../broker/broker.ts';
import type { ParentResult } from '../job/handler-context.ts';
import type { HandlerLogLine } from '../job/handler-log-line.ts';
import type { FailedReason } from '../job/job-state.ts';
import type { Json } from '../job/json.ts';
import type { JobError, Outcome } from '../job/outcome.ts';
import type { Session } from './session.ts';

/** What says that an outcome belongs to the run that the ledger knows, and not to one that was given up. */
export interface Fence {
  readonly id: string;
  readonly publication: number;
  readonly run: number;
}

/** A job to accept; its payload has passed the schema. */
export interface NewJob {
  readonly id: string;
  readonly name: string;
  readonly queue: string;
  readonly version: number;
  readonly payload: Json;
  readonly maxAttempts: number;
  readonly priority: number;
  readonly tags: readonly string[];
  readonly due: Due;
  readonly tenant?: string;
  /** It is not published before its turn has come: at once (`due` is `turn`), or after whatever else it waits for. Default false. */
  readonly takesTurns?: boolean;
  /** The turn this job waits in, on queues with `fairBy`. */
  readonly turnKey?: string;
  /** The token bucket it draws from, of a definition with `rateLimit`. */
  readonly limitKey?: string;
  readonly unique?: {
    readonly key: string;
    readonly forMs?: number;
    readonly onConflict: 'reject' | 'replace';
  };
  readonly expiresAfterMs?: number;
  readonly trace?: string;
  readonly schedule?: {
    readonly name: string;
    readonly dueAt: Date;
    readonly isLate: boolean;
    readonly isCatchUp: boolean;
  };
  /** A name that the jobs of one chain or group share. */
  readonly groupId?: string;
  /**
   * Of an unrecorded queue, where publication 1 means that there is no row: this row's first is 2, so that it is claimed.
   * Default false.
   */
  readonly isUnrecorded?: boolean;
}

/**
 * When a new job may be published. `now` is published by the producer that accepted it, and by the relay 2 s later if
 * that died; `turn` and `parents` wait until something makes them due.
 */
export type Due =
  | { readonly kind: 'now' }
  | { readonly kind: 'after'; readonly delayMs: number }
  | { readonly kind: 'at'; readonly at: Date }
  | { readonly kind: 'turn' }
  | { readonly kind: 'parents'; readonly ids: readonly string[] };

export interface Accepted {
  /** The job's id; of the earlier job when this one is a duplicate. */
  readonly id: string;
  readonly isDuplicate: boolean;
}

export interface ClaimRequest {
  readonly id: string;
  readonly publication: number;
  /** The broker has delivered it before, to someone. */
  readonly isRedelivered: boolean;
  /** This claim was made before and nobody knows its answer, which may have been lost on its way. */
  readonly repeated?: {
    /** The last run of this job that this worker was told of: that one is in hand, and not to be given again. */
    readonly knownRun: number | undefined;
  };
}

export type ClaimAnswer =
  | Claimed
  /** Its owner lives: keep the delivery unsettled outside every slot, and ask again. */
  | { readonly kind: 'held' }
  /** A copy, or a job that has moved on: settle it. */
  | { readonly kind: 'stale' }
  /** Marked as ours, but the ledger has no such row: accept it under its own id, then claim. */
  | { readonly kind: 'unknown' };

export interface Claimed {
  readonly kind: 'claimed';
  readonly fence: Fence;
  readonly attempt: number;
  readonly maxAttempts: number;
  /** How often an owner of this job has died; from the second on it runs alone, and the fourth fails it. */
  readonly deaths: number;
  readonly enqueuedAt: Date;
  readonly tags: readonly string[];
  readonly tenant?: string;
  readonly schedule?: { readonly dueAt: Date; readonly isLate: boolean; readonly isCatchUp: boolean };
  readonly parents: readonly ParentResult[];
  /** The payload as the ledger has it, when it is newer than the broker's (a person edited it). */
  readonly payload?: Json;
}

/** One attempt's end. */
export interface AttemptRecord {
  readonly fence: Fence;
  /** The claim was not waited for: the row may still be waiting under the same publication with one run less. */
  readonly isPresumed: boolean;
  readonly outcome: Outcome;
  readonly startedAtMs: number;
  readonly durationMs: number;
  readonly log: readonly HandlerLogLine[];
}

/** `recorded`: it stands. `late`: the run was given up before; nothing was changed. Either way the delivery is settled. */
export type RecordAnswer = 'recorded' | 'late';

/** A job of an unrecorded queue, or a message that never was a job, at the moment it needs a row. */
export interface KeptJob {
  readonly id: string;
  readonly name: string;
  readonly queue: string;
  readonly version: number;
  readonly payload?: Json;
  /** What could not be understood, as it came; kept up to 256 KiB. */
  readonly raw?: Uint8Array;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly maxAttempts: number;
  readonly attempt: number;
  /** W3C traceparent of what it comes from. */
  readonly trace?: string;
  readonly end:
    | { readonly kind: 'retry'; readonly delayMs: number; readonly error: JobError }
    | { readonly kind: 'snoozed'; readonly delayMs: number }
    | { readonly kind: 'failed'; readonly reason: FailedReason; readonly error: JobError };
  readonly startedAtMs: number;
  readonly durationMs: number;
  readonly log: readonly HandlerLogLine[];
}

/** What the ledger knows of a step when an attempt comes to it. */
export type StepAnswer =
  /** Nobody has done it: the effect may begin, and is from now on known to have begun. */
  | { readonly kind: 'claimed' }
  | { readonly kind: 'done'; readonly result: Json | undefined }
  /** An earlier run began it and did not record what happened. It is now this run's to find out. */
  | { readonly kind: 'unknown' }
  /** The job is not this run's any more. */
  | { readonly kind: 'refused' };

/** A worker process, as the ledger knows it. */
export interface WorkerIdentity {
  /** A UUID, new with every start. */
  readonly id: string;
  readonly group: string;
  readonly host: string;
  readonly pid: number;
  readonly version: string;
  readonly queues: readonly string[];
  readonly concurrency: number;
  readonly httpPort?: number;
}

export interface WorkerBeat {
  readonly worker: WorkerIdentity;
  /** How long the ledger may believe that this worker lives, in milliseconds from now. */
  readonly leaseMs: number;
  /** What it runs at the moment. */
  readonly running: readonly Fence[];
  /** Figures for `inspect` and the board: small JSON. */
  readonly stats: Json;
}

/** What a worker must know and learns with each beat; NOTIFY only makes the next beat come sooner. */
export interface BeatAnswer {
  readonly pausedQueues: readonly string[];
  /** Queues in which a waiting job was cancelled within two hours: claims in them are waited for, so that none of those runs. */
  readonly claimFirst: readonly string[];
  /** Of the running fences, the job ids whose cancellation was asked for. */
  readonly cancelAsked: readonly string[];
  /** Of the running fences, the job ids that the ledger has given to somebody else or ended. */
  readonly lost: readonly string[];
}

/**
 * The memory of every recorded job. Every method rejects with `LedgerUnavailableError` when PostgreSQL did not
 * answer: then nothing is known, and the caller must neither settle nor fail anything.
 */
export interface Ledger {
  /** One answer each, in order. With a session it takes part in the caller's transaction. */
  accept(jobs: readonly NewJob[], session?: Session): Promise<readonly Accepted[]>;
  claim(requests: readonly ClaimRequest[], workerId: string): Promise<readonly ClaimAnswer[]>;
  /** With a session it takes part in the caller's transaction (`transaction` of the handler's context). */
  record(
    attempts: readonly AttemptRecord[],
    workerId: string,
    session?: Session,
  ): Promise<readonly RecordAnswer[]>;
  /** Gives runs back unharmed: waiting, attempt − 1, the same publication. */
  giveBack(fences: readonly Fence[]): Promise<void>;
  /** Rows for jobs of unrecorded queues that must wait or have failed. Twice is once. */
  keep(jobs: readonly KeptJob[]): Promise<void>;
  /** Queues with rows that wait for a time, paused ones left out, with when the first of them is due. */
  dueQueues(): Promise<readonly DueQueue[]>;
  /** Publishes up to `limit` due rows of a queue, the longest due first, in one transaction that holds them. */
  publishDue(queue: string, publish: Publish, limit: number): Promise<DueReport>;
  /** Deletes the outbox rows of what a producer has published itself. */
  markPublished(
    publications: readonly { readonly id: string; readonly publication: number }[],
  ): Promise<void>;
  /** Gives, for each id, what became of the wish. */
  cancel(ids: readonly string[], reason: string): Promise<readonly CancelAnswer[]>;
  /**
   * Brings back what the queue's broker has forgotten: of what it was given, only what it got longer ago than
   * `olderThanMs` milliseconds (default 0).
   */
  recover(queue: string, why: string, olderThanMs?: number): Promise<Recovered>;
  beat(beat: WorkerBeat): Promise<BeatAnswer>;
  /** This run has its worker process for itself: only deaths from now on count against the job. */
  markAlone(fence: Fence, workerId: string): Promise<void>;
  claimStep(fence: Fence, name: string): Promise<StepAnswer>;
  /** Remembers the result; only for the run that claimed it. */
  finishStep(fence: Fence, name: string, result: Json | undefined): Promise<void>;
  /** The effect did not happen: the next attempt may do it. */
  releaseStep(fence: Fence, name: string): Promise<void>;
  /** The worker has stopped: its lease ends now. */
  leave(workerId: string): Promise<void>;
}

export type Publish = (batch: readonly Publication[]) => Promise<readonly (Error | undefined)[]>;

export interface DueQueue {
  readonly queue: string;
  /** Milliseconds until its first row is due, by the database's clock; negative when it is. */
  readonly dueInMs: number;
}

export interface DueReport {
  /** Rows that were looked at; fewer than the limit means that no more were due, or that others have them in hand. */
  readonly taken: number;
  readonly published: number;
  /** Rows that the broker did not take; they are due again in 2 s. */
  readonly failed: number;
  /** Why it did not take the first of them. */
  readonly cause?: Error;
}

/** What recovery brought back. */
export interface Recovered {
  /** Published jobs that are sent again under the same publication. */
  readonly repeated: number;
  /** Active jobs of dead owners that were given a new publication. */
  readonly released: number;
}

/** `asked`: it runs, and its worker has been told. */
export type CancelAnswer = 'cancelled' | 'asked' | 'ended' | 'unknown';
