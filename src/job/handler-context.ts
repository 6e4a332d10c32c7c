import type { Transaction } from 'kysely';
import type { EnqueuedJob, EnqueueOptions } from './enqueue-options.ts';
import type { JobDefinition, PayloadInput } from './job-definition.ts';
import type { Json } from './json.ts';
import type { HandlerOutcome } from './outcome.ts';

/** What a handler is given beside its payload: the platform's part, and the services its worker group provides. */
export type HandlerContext<Services = unknown> = AttemptContext & Services;

/** The platform's part of a handler's context. */
export interface AttemptContext {
  readonly job: JobInfo;
  /** Aborts with an {@link AbortReason} in `signal.reason`. Made on first use, so a handler that ignores it pays nothing. */
  readonly signal: AbortSignal;
  /** Lines logged here carry the job's fields; the last 200 are kept with the outcome. */
  readonly log: HandlerLog;
  /** Shows operators how far the attempt is (any small JSON); written at most once a second. */
  readonly progress: (value: Json) => void;
  /**
   * Does an effect at most once per job, over all its attempts: the result of `effect` is remembered under `name`
   * and given back instead of doing it again. When an earlier attempt died between doing and recording, `reconcile`
   * is asked what happened; without it the job fails as `ambiguous`.
   */
  readonly step: <Result extends Json | void>(
    name: string,
    effect: () => Promise<Result>,
    options?: StepOptions<Result>,
  ) => Promise<Result>;
  /**
   * Runs `write` in a transaction on the ledger's database in which the job's completion is recorded too: both
   * commit or neither. Return what it returns from the handler.
   */
  readonly transaction: (
    write: (trx: LedgerTransaction) => Promise<HandlerOutcome | void>,
  ) => Promise<HandlerOutcome>;
  /** Enqueues another job, traced to this one. */
  readonly enqueue: <Definition extends JobDefinition>(
    definition: Definition,
    payload: PayloadInput<Definition>,
    options?: EnqueueOptions,
  ) => Promise<EnqueuedJob>;
}

/** Narrow it to your tables with `trx.withTables<MyTables>()`. */
export type LedgerTransaction = Transaction<unknown>;

export interface StepOptions<Result> {
  /** Answers for a step that was claimed and never recorded: `done` with its result, `not-done` to do it now, or `unknown`. */
  readonly reconcile?: () => Promise<
    | { readonly kind: 'done'; readonly result: Result }
    | { readonly kind: 'not-done' }
    | { readonly kind: 'unknown' }
  >;
}

/** The facts of the job that an attempt works on. */
export interface JobInfo {
  readonly id: string;
  readonly name: string;
  readonly queue: string;
  /** Counted from 1. */
  readonly attempt: number;
  readonly maxAttempts: number;
  readonly enqueuedAt: Date;
  readonly tenant?: string;
  readonly tags: readonly string[];
  /** The due time that a schedule fired for. */
  readonly scheduledFor?: Date;
  /** Fired later than the schedule's grace time. */
  readonly isLate: boolean;
  /** Fired for a due time that was missed while no scheduler ran. */
  readonly isCatchUp: boolean;
  /** The results of the jobs this one waited for, in the order they were given. */
  readonly parents: readonly ParentResult[];
}

export interface ParentResult {
  readonly id: string;
  readonly name: string;
  readonly result: Json | undefined;
}

export interface HandlerLog {
  readonly debug: (message: string, fields?: Readonly<Record<string, unknown>>) => void;
  readonly info: (message: string, fields?: Readonly<Record<string, unknown>>) => void;
  readonly warn: (message: string, fields?: Readonly<Record<string, unknown>>) => void;
  readonly error: (message: string, fields?: Readonly<Record<string, unknown>>) => void;
}

/** Why an attempt's signal aborted. `lost` = another worker has the job now, or will; whatever this one does is refused. */
export type AbortReason =
  | { readonly kind: 'timeout'; readonly timeoutMs: number }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'lost' }
  | { readonly kind: 'shutdown' };
