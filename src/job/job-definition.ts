import type { StandardSchemaV1 } from '@standard-schema/spec';
import { checkDefinition } from './check-definition.ts';
import type { EnqueueOptions, UniqueOptions } from './enqueue-options.ts';
import type { AttemptContext, HandlerContext, JobInfo } from './handler-context.ts';
import type { HandlerOutcome } from './outcome.ts';
import { DEFAULT_RETRY_POLICY, type RetryPolicy } from './retry-policy.ts';

/** What `run` may give: an outcome, or nothing for `completed()`. */
export type HandlerReturn = HandlerOutcome | void;

/** A handler of many payloads gets them in order of arrival and answers in the same order; nothing means all completed. */
export interface BatchMember<Payload> {
  readonly payload: Payload;
  readonly job: JobInfo;
}

interface JobOptions<Name extends string, Schema extends StandardSchemaV1> {
  /** `domain.verb-noun`; never changes once jobs of it exist (see `aliases`). */
  readonly name: Name;
  /** A name from the table of queues. */
  readonly queue: string;
  /** Any Standard Schema; payloads are checked when enqueued and again before they run. Unknown keys should be refused. */
  readonly payload: Schema;
  /** Parts of {@link DEFAULT_RETRY_POLICY} to change. */
  readonly retry?: Partial<RetryPolicy>;
  /** The attempt's signal aborts after this many milliseconds and the attempt counts as failed. Default 60,000. */
  readonly timeoutMs?: number;
  /** Version of the payload's shape; raise it with every change that old payloads do not satisfy. Default 1. */
  readonly version?: number;
  /** Turns a payload of an older version into one of this version; run before the schema. */
  readonly upcast?: (payload: unknown, fromVersion: number) => unknown;
  /** Most attempts of this job at a time in one process. Default: the worker's. */
  readonly concurrency?: number;
  /** Most attempts of this job at a time over all processes. Default: no limit. */
  readonly globalConcurrency?: number;
  /** At most `max` starts per `perMs` milliseconds over all processes; `key` is a payload path with a bucket per value. */
  readonly rateLimit?: { readonly max: number; readonly perMs: number; readonly key?: string };
  /** A unique key for every job of this definition, from its payload. */
  readonly unique?: (payload: StandardSchemaV1.InferOutput<Schema>) => UniqueOptions;
  /** Ends as `expired` when not started this many milliseconds after enqueuing. Default: never. */
  readonly expiresAfterMs?: number;
  /** −100 to 100, on queues with `priorities`: a point is worth a minute of waiting. Default 0. */
  readonly priority?: number;
  /** Payload paths (`payload.token`) hidden in logs always, and on the board from all who may not see payloads. */
  readonly redact?: readonly `payload.${string}`[];
  /** Earlier names of this job; jobs enqueued under them run here. */
  readonly aliases?: readonly string[];
  /** Tags that every job of this definition carries. */
  readonly tags?: readonly string[];
  /** Whose job it is, from its payload. */
  readonly tenant?: (payload: StandardSchemaV1.InferOutput<Schema>) => string | undefined;
}

export interface SingleJobOptions<
  Name extends string,
  Schema extends StandardSchemaV1,
  Context extends AttemptContext,
> extends JobOptions<Name, Schema> {
  readonly batch?: undefined;
  readonly run: (
    payload: StandardSchemaV1.InferOutput<Schema>,
    context: Context,
  ) => Promise<HandlerReturn> | HandlerReturn;
}

export interface BatchJobOptions<
  Name extends string,
  Schema extends StandardSchemaV1,
  Context extends BatchContext,
> extends JobOptions<Name, Schema> {
  /** Up to `size` payloads a call; a call never waits longer than `waitMs` milliseconds for more. */
  readonly batch: { readonly size: number; readonly waitMs: number };
  readonly run: (
    members: readonly BatchMember<StandardSchemaV1.InferOutput<Schema>>[],
    context: Context,
  ) => Promise<readonly HandlerReturn[] | void>;
}

/** What a batch handler is given: no `job`, `step` or `transaction`, which belong to one job. */
export type BatchContext<Services = unknown> = Pick<AttemptContext, 'signal' | 'log' | 'enqueue'> & Services;

/** A job definition with its defaults filled in. The type parameters carry the payload to producers. */
export interface JobDefinition<
  Name extends string = string,
  Schema extends StandardSchemaV1 = StandardSchemaV1,
> {
  readonly name: Name;
  readonly queue: string;
  readonly payload: Schema;
  readonly retry: RetryPolicy;
  readonly timeoutMs: number;
  readonly version: number;
  readonly upcast?: (payload: unknown, fromVersion: number) => unknown;
  readonly batch?: { readonly size: number; readonly waitMs: number };
  readonly concurrency?: number;
  readonly globalConcurrency?: number;
  readonly rateLimit?: { readonly max: number; readonly perMs: number; readonly key?: string };
  readonly unique?: (payload: never) => UniqueOptions;
  readonly expiresAfterMs?: number;
  readonly priority: number;
  readonly redact: readonly string[];
  readonly aliases: readonly string[];
  readonly tags: readonly string[];
  readonly tenant?: (payload: never) => string | undefined;
  /** A request for one job of this definition, for `chain` and `group`. */
  with(payload: StandardSchemaV1.InferInput<Schema>, options?: EnqueueOptions): JobRequest;
  /** The handler, its payload and context no longer typed: the worker calls it with what its schema and services gave. */
  readonly run: (payloadOrMembers: never, context: never) => unknown;
}

/** A definition with a payload for it, not yet enqueued. */
export interface JobRequest {
  readonly definition: JobDefinition;
  readonly payload: unknown;
  readonly options: EnqueueOptions;
}

/** What a producer must give for a definition. */
export type PayloadInput<Definition extends JobDefinition> = StandardSchemaV1.InferInput<
  Definition['payload']
>;

/**
 * Defines a job: its name, queue, payload and handler. Cheap and without side effects, so that producers may import it.
 * Throws {@link InvalidDefinitionError} when an option makes no sense.
 */
export function defineJob<
  const Name extends string,
  Schema extends StandardSchemaV1,
  Context extends BatchContext = BatchContext,
>(options: BatchJobOptions<Name, Schema, Context>): JobDefinition<Name, Schema>;
export function defineJob<
  const Name extends string,
  Schema extends StandardSchemaV1,
  Context extends AttemptContext = HandlerContext,
>(options: SingleJobOptions<Name, Schema, Context>): JobDefinition<Name, Schema>;
export function defineJob(given: object): JobDefinition {
  const options = given as AnyJobOptions; // the overloads above are what callers see
  checkDefinition(given);
  const definition: JobDefinition = Object.freeze({
    timeoutMs: 60_000,
    version: 1,
    priority: 0,
    redact: [],
    aliases: [],
    tags: [],
    ...options,
    retry: { ...DEFAULT_RETRY_POLICY, ...options.retry },
    with: (payload: unknown, enqueueOptions: EnqueueOptions = {}) => ({
      definition,
      payload,
      options: enqueueOptions,
    }),
  });
  return definition;
}

type AnyJobOptions = Omit<JobOptions<string, StandardSchemaV1>, 'unique' | 'tenant'> &
  Pick<JobDefinition, 'run' | 'batch' | 'unique' | 'tenant'>;
