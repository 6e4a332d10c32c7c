import type { EnqueuedJob, EnqueueOptions } from '../job/enqueue-options.ts';
import type { AttemptContext } from '../job/handler-context.ts';
import type { JobDefinition, PayloadInput } from '../job/job-definition.ts';
import { checkPayload } from '../job/payload.ts';
import { defineQueue, type Queue } from '../job/queue.ts';
import { makeRegistry, type Registry } from '../job/registry.ts';
import type { EndedJob } from '../ledger/ends/read-ends.ts';
import { jobResult } from '../producer/job-result.ts';
import { newJob } from '../producer/new-job.ts';
import { BrokerUnavailableError, NotRecordedError } from '../producer/producer-errors.ts';
import { Deadlines } from '../worker/deadlines.ts';
import { KeptJob } from './kept-job.ts';
import { runTestAttempt } from './run-test-attempt.ts';
import type { TestJob } from './test-job.ts';
import { spanMs } from './virtual-time.ts';

export interface TestJobsOptions {
  readonly jobs: readonly JobDefinition[];
  /** What handlers find in their context. Default nothing. */
  readonly services?: object;
  /** The transaction that handlers get from `transaction`. Default: it cannot be used. */
  readonly transaction?: AttemptContext['transaction'];
  /** Default: recorded ones on BullMQ, by the names that the jobs give. */
  readonly queues?: readonly Queue[];
  /** Where the clock begins. Default: now. */
  readonly startAt?: Date;
}

const MAX_PAYLOAD_BYTES = 65_536;

/**
 * Jobs in memory, for tests of an application: enqueued by the same rules, run by the same attempt path with its schema,
 * retries and steps, on a clock that only the test moves. Nothing runs but in `run` and `advance`.
 */
export class TestJobs {
  readonly #registry: Registry;
  readonly #options: TestJobsOptions;
  readonly #jobs = new Map<string, KeptJob>();
  readonly #deadlines = new Deadlines();
  readonly #crashes = new Set<string>();
  readonly #doubles = new Set<string>();
  #nowMs: number;
  #isBrokerDown = false;

  constructor(options: TestJobsOptions) {
    this.#options = options;
    const names = [...new Set(options.jobs.map(({ queue }) => queue))];
    const queues =
      options.queues ?? names.map((name) => defineQueue({ name, broker: 'bullmq', workers: 'test' }));
    this.#registry = makeRegistry(options.jobs, queues);
    this.#nowMs = (options.startAt ?? new Date()).getTime();
  }

  /** What the clock shows. */
  get now(): Date {
    return new Date(this.#nowMs);
  }

  /** Every job, in the order in which they were enqueued. */
  get all(): readonly TestJob[] {
    return [...this.#jobs.values()];
  }

  /** As the producer's; see {@link Enqueuing.enqueue}. */
  async enqueue<Definition extends JobDefinition>(
    definition: Definition,
    payload: PayloadInput<Definition>,
    options: EnqueueOptions = {},
  ): Promise<EnqueuedJob> {
    const queue = this.#registry.getQueue(definition.queue);
    const json = await checkPayload(definition, payload, MAX_PAYLOAD_BYTES);
    if (!queue.recorded && this.#isBrokerDown)
      throw new BrokerUnavailableError(queue.name, new Error('the test has taken it down'));
    const job = newJob(definition, queue, json, options);
    if (job.unique && !queue.recorded) throw new NotRecordedError(queue.name, '`unique`');
    const wanted = new KeptJob(job, definition, this.#nowMs);
    const known = this.#jobs.get(wanted.id) ?? this.#holderOf(wanted.uniqueKey);
    if (known && job.unique?.onConflict === 'replace' && known.state === 'waiting') known.payload = json;
    if (!known) this.#jobs.set(wanted.id, wanted);
    return this.#handle(known ?? wanted, known !== undefined);
  }

  async enqueueMany<Definition extends JobDefinition>(
    definition: Definition,
    payloads: Iterable<PayloadInput<Definition>> | AsyncIterable<PayloadInput<Definition>>,
    options: Omit<EnqueueOptions, 'id' | 'unique'> = {},
  ): Promise<readonly EnqueuedJob[]> {
    const enqueued: EnqueuedJob[] = [];
    for await (const payload of payloads) enqueued.push(await this.enqueue(definition, payload, options));
    return enqueued;
  }

  /** Runs what is due, and what that enqueues, until nothing is due at this time. */
  async run(): Promise<void> {
    for (let next = this.#nextDue(this.#nowMs); next; next = this.#nextDue(this.#nowMs))
      await this.#runOnce(next);
  }

  /** Lets time pass, such as `'25h'`, and runs on the way all that comes due, each at its time. */
  async advance(span: string | number): Promise<void> {
    const untilMs = this.#nowMs + spanMs(span);
    await this.run();
    for (let next = this.#nextDue(untilMs); next; next = this.#nextDue(untilMs)) {
      this.#nowMs = Math.max(this.#nowMs, next.dueAtMs);
      await this.#runOnce(next);
    }
    this.#nowMs = untilMs;
  }

  /** The next attempt of this job loses its worker right after its first effect in a `step`, before that is recorded. */
  crashAfterEffect(definition: JobDefinition): void {
    this.#crashes.add(definition.name);
  }

  /** The next delivery of this job comes twice. The copy finds the job claimed, and its handler is not called. */
  duplicateDelivery(definition: JobDefinition): void {
    this.#doubles.add(definition.name);
  }

  /** Jobs are accepted and wait; on queues that are not recorded, `enqueue` rejects. */
  brokerDown(): void {
    this.#isBrokerDown = true;
  }

  brokerUp(): void {
    this.#isBrokerDown = false;
  }

  #handle({ id, queue }: KeptJob, isDuplicate: boolean): EnqueuedJob {
    const ended = async (): Promise<EndedJob | undefined> => {
      await this.run();
      return this.#jobs.get(id)?.ended;
    };
    const result: EnqueuedJob['result'] = async ({ timeoutMs = 0 } = {}) => {
      if (!this.#registry.getQueue(queue).recorded) throw new NotRecordedError(queue, '`result`');
      return jobResult(ended, id, timeoutMs);
    };
    return { id, queue, isDuplicate, result };
  }

  #holderOf(key: string | undefined): KeptJob | undefined {
    if (key === undefined) return undefined;
    return [...this.#jobs.values()].find((job) => job.uniqueKey === key && job.holdsKeyAt(this.#nowMs));
  }

  #nextDue(byMs: number): KeptJob | undefined {
    if (this.#isBrokerDown) return undefined;
    const due = [...this.#jobs.values()].filter(
      ({ state, dueAtMs }) => state === 'waiting' && dueAtMs <= byMs,
    );
    return due.toSorted((a, b) => a.dueAtMs - b.dueAtMs)[0];
  }

  /** A message comes from the broker, perhaps twice: whoever finds the job claimed leaves it alone. */
  async #deliver(job: KeptJob): Promise<void> {
    if (job.state !== 'waiting') return;
    if (job.expiresAtMs <= this.#nowMs) return job.end({ kind: 'expired' }, this.#nowMs);
    job.begin();
    const outcome = await runTestAttempt(job, {
      services: this.#options.services ?? {},
      transaction: this.#options.transaction,
      enqueue: (definition, payload, options) => this.enqueue(definition, payload, options),
      deadlines: this.#deadlines,
      diesAfterEffect: this.#crashes.delete(job.name),
    });
    if (outcome === 'lost') job.lose(this.#nowMs);
    else job.end(outcome, this.#nowMs);
  }

  async #runOnce(job: KeptJob): Promise<void> {
    const copies = this.#doubles.delete(job.name) ? 2 : 1;
    await Promise.all(Array.from({ length: copies }, () => this.#deliver(job)));
  }
}
