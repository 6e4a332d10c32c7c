import { asError } from '../as-error.ts';
import type { Brokers } from '../broker/brokers.ts';
import { type SessionLike, sessionOf } from '../db/session-of.ts';
import type { EnqueuedJob, EnqueueOptions } from '../job/enqueue-options.ts';
import type { JobDefinition, JobRequest } from '../job/job-definition.ts';
import { isJobId } from '../job/job-id.ts';
import { checkPayload } from '../job/payload.ts';
import type { Registry } from '../job/registry.ts';
import type { Accepted, CancelAnswer, Ledger, NewJob } from '../ledger/ledger.ts';
import { acceptInChunks } from './accept-in-chunks.ts';
import { Accepting } from './accepting.ts';
import { chainOf, groupOf } from './chains.ts';
import { checkIsDefinition } from './check-is-definition.ts';
import { Entrance } from './entrance.ts';
import { jobResult, type WaitForEnd } from './job-result.ts';
import { NO_OPTIONS, newJob } from './new-job.ts';
import type { EnqueuedGroup, Enqueuing, Producer } from './producer.ts';
import { InvalidJobIdError, NotRecordedError, ProducerClosedError } from './producer-errors.ts';
import { Publishing } from './publishing.ts';
import { inEnqueueSpan, withTrace } from './traced.ts';

/** What a producer stands on. */
export interface ProducerParts {
  readonly ledger: Ledger;
  readonly brokers: Brokers;
  readonly getQueue: Registry['getQueue'];
  /** How long an enqueue may take, in milliseconds. */
  readonly enqueueTimeoutMs: number;
  readonly maxPayloadBytes: number;
  /** Most jobs of unrecorded queues that are on their way without an answer. */
  readonly maxUnconfirmed: number;
  readonly waitForEnd: WaitForEnd;
  /** Closes what the producer was made on, after the producer itself is done. */
  readonly close: () => Promise<void>;
}

/** The one way in for new jobs: of applications, handlers, schedules, the command line and the dashboard. */
export function makeProducer(parts: ProducerParts): JobProducer {
  return new JobProducer(parts);
}

const RESULT_TIMEOUT_MS = 30_000;

const CHAIN = { name: 'chain' };
const GROUP = { name: 'group' };

/** The platform's own producer, which can also take in jobs that were never enqueued here. */
export class JobProducer implements Producer {
  readonly #parts: ProducerParts;
  readonly #accepting: Accepting;
  readonly #entrance: Entrance;
  #closing: Promise<void> | undefined;

  constructor(parts: ProducerParts) {
    this.#parts = parts;
    this.#accepting = new Accepting(parts.ledger, (batch) => parts.brokers.publish(batch, parts.getQueue));
    const publishing = new Publishing(parts.brokers, parts);
    this.#entrance = new Entrance({ ...parts, accepting: this.#accepting, publishing });
  }

  readonly enqueue: Producer['enqueue'] = (definition, payload, options) =>
    inEnqueueSpan(definition, () => this.#enqueue(definition, payload, options));

  readonly enqueueMany: Producer['enqueueMany'] = (definition, payloads, options = NO_OPTIONS) =>
    this.#enqueueAll(definition, payloads, options, (jobs) => this.#entrance.takeInAll(jobs));

  within(trx: SessionLike): Enqueuing {
    const session = sessionOf(trx);
    const accept = (jobs: readonly NewJob[]): Promise<readonly Accepted[]> =>
      this.#parts.ledger.accept(jobs, session);
    return {
      enqueue: (definition, payload, options = {}) =>
        inEnqueueSpan(definition, async () => {
          const job = await this.#newJob(definition, payload, options);
          const [accepted] = await accept([job]);
          return this.#handle(job, accepted);
        }),
      enqueueMany: (definition, payloads, options = {}) =>
        this.#enqueueAll(definition, payloads, options, accept),
    };
  }

  async chain(...requests: readonly [JobRequest, ...JobRequest[]]): Promise<readonly EnqueuedJob[]> {
    return inEnqueueSpan(CHAIN, async () =>
      this.#acceptTogether(chainOf(await this.#recordedJobs(requests))),
    );
  }

  async group(
    requests: readonly JobRequest[],
    { then }: { readonly then?: JobRequest } = {},
  ): Promise<EnqueuedGroup> {
    const jobs = await inEnqueueSpan(GROUP, async () => {
      const members = await this.#recordedJobs(requests);
      const [last] = then ? await this.#recordedJobs([then]) : [];
      return this.#acceptTogether(groupOf(members, last));
    });
    return { jobs: jobs.slice(0, requests.length), then: jobs[requests.length] };
  }

  async result(
    id: string,
    { timeoutMs = RESULT_TIMEOUT_MS }: { readonly timeoutMs?: number } = {},
  ): ReturnType<EnqueuedJob['result']> {
    this.#checkId(id);
    return jobResult(this.#parts.waitForEnd, id, timeoutMs);
  }

  async cancel(id: string, reason = 'cancelled by the application'): Promise<CancelAnswer> {
    this.#checkId(id);
    const [answer] = await this.#parts.ledger.cancel([id], reason);
    return answer ?? 'unknown';
  }

  /** Takes in a stranger's job, or one that the ledger has lost, under the id it was given. */
  adopt(job: NewJob): Promise<Accepted> {
    return this.#entrance.takeIn(job, (accepted) => accepted);
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#accepting.flush().then(() => this.#parts.close()));
  }

  #checkId(id: string): void {
    if (this.#closing) throw new ProducerClosedError();
    if (!isJobId(id)) throw new InvalidJobIdError(id);
  }

  /** Where the schema is synchronous, one promise all in all: each layer of them costs a flood some per cent. */
  #enqueue(
    definition: JobDefinition,
    payload: unknown,
    options: EnqueueOptions = NO_OPTIONS,
  ): Promise<EnqueuedJob> {
    try {
      const made = this.#newJob(definition, payload, options);
      return made instanceof Promise ? made.then((job) => this.#takeIn(job)) : this.#takeIn(made);
    } catch (error) {
      return Promise.reject(asError(error));
    }
  }

  #takeIn(job: NewJob): Promise<EnqueuedJob> {
    return this.#entrance.takeIn(job, (accepted) => this.#handle(job, accepted));
  }

  #enqueueAll(
    definition: JobDefinition,
    payloads: Iterable<unknown> | AsyncIterable<unknown>,
    options: EnqueueOptions,
    accept: (jobs: readonly NewJob[]) => Promise<readonly (Accepted | Error)[]>,
  ): Promise<readonly EnqueuedJob[]> {
    return inEnqueueSpan(definition, async () => {
      checkIsDefinition(definition);
      return acceptInChunks(definition.name, payloads, {
        toJob: (payload) => this.#newJob(definition, payload, options),
        accept,
        handle: (job, accepted) => this.#handle(job, accepted),
      });
    });
  }

  #newJob(definition: JobDefinition, payload: unknown, options: EnqueueOptions): NewJob | Promise<NewJob> {
    if (this.#closing) throw new ProducerClosedError();
    checkIsDefinition(definition);
    const queue = this.#parts.getQueue(definition.queue);
    const json = checkPayload(definition, payload, this.#parts.maxPayloadBytes);
    return json instanceof Promise
      ? json.then((checked) => withTrace(newJob(definition, queue, checked, options)))
      : withTrace(newJob(definition, queue, json, options));
  }

  async #recordedJobs(requests: readonly JobRequest[]): Promise<readonly NewJob[]> {
    const jobs = await Promise.all(
      requests.map(async ({ definition, payload, options }) => this.#newJob(definition, payload, options)),
    );
    const unrecorded = jobs.find(({ queue }) => !this.#parts.getQueue(queue).recorded);
    if (unrecorded) throw new NotRecordedError(unrecorded.queue, 'A chain or group');
    return jobs;
  }

  async #acceptTogether(jobs: readonly NewJob[]): Promise<readonly EnqueuedJob[]> {
    const accepted = await this.#entrance.takeInTogether(jobs);
    return jobs.map((job, index) => this.#handle(job, accepted[index]));
  }

  #handle(job: NewJob, { id, isDuplicate }: Accepted = { id: job.id, isDuplicate: false }): EnqueuedJob {
    return {
      id,
      queue: job.queue,
      isDuplicate,
      result: async (options) => {
        if (!this.#parts.getQueue(job.queue).recorded) throw new NotRecordedError(job.queue, '`result`');
        return this.result(id, options);
      },
    };
  }
}
