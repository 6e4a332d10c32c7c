import type { Brokers } from '../broker/brokers.ts';
import type { EnqueuedJob, EnqueueOptions } from '../job/enqueue-options.ts';
import type { JobDefinition } from '../job/job-definition.ts';
import { checkPayload } from '../job/payload.ts';
import type { Queue } from '../job/queue.ts';
import type { Registry } from '../job/registry.ts';
import type { Accepted, Ledger, NewJob } from '../ledger/ledger.ts';
import { LedgerUnavailableError } from '../ledger/ledger-errors.ts';
import type { Session } from '../ledger/session.ts';
import { sessionOf } from '../db/session-of.ts';
import { Accepting, toPublication } from './accepting.ts';
import { chainOf, groupOf } from './chains.ts';
import { acceptInChunks } from './accept-in-chunks.ts';
import { newJob } from './new-job.ts';
import type { Enqueuing, Producer } from './producer.ts';
import { NotRecordedError } from './producer-errors.ts';
import { Publishing } from './publishing.ts';
import { withinDeadline } from './within-deadline.ts';

/** What a producer stands on. */
export interface ProducerParts {
  readonly ledger: Ledger;
  readonly brokers: Brokers;
  readonly getQueue: Registry['getQueue'];
  /** How long an enqueue may take, in milliseconds. */
  readonly enqueueTimeoutMs: number;
  readonly maxPayloadBytes: number;
  /** Waits for a job's end, for `result`. */
  readonly waitForEnd: (id: string, timeoutMs: number) => ReturnType<EnqueuedJob['result']>;
  /** Closes what the producer was made on, after the producer itself is done. */
  readonly close: () => Promise<void>;
}

/** The one way in for new jobs: of applications, handlers, schedules, the command line and the dashboard. */
export function makeProducer(parts: ProducerParts): JobProducer {
  const { ledger, brokers, getQueue } = parts;
  const accepting = new Accepting(ledger, (batch) => brokers.publish(batch, getQueue));
  const publishing = new Publishing(brokers);

  const toJob = async (
    definition: JobDefinition,
    payload: unknown,
    options: EnqueueOptions,
  ): Promise<NewJob> => {
    const queue = getQueue(definition.queue);
    const json = await checkPayload(definition, payload, parts.maxPayloadBytes);
    return newJob(definition, queue, json, options);
  };
  const handle = (job: NewJob, { id, isDuplicate }: Accepted): EnqueuedJob => ({
    id,
    queue: job.queue,
    isDuplicate,
    result: (options) => result(id, job.queue, options),
  });
  const result = async (id: string, queueName: string, options: { readonly timeoutMs?: number } = {}) => {
    if (!getQueue(queueName).recorded) throw new NotRecordedError(queueName, '`result`');
    return parts.waitForEnd(id, options.timeoutMs ?? 30_000);
  };
  const accept = (job: NewJob): Promise<Accepted> =>
    withinDeadline(
      accepting.accept(job),
      parts.enqueueTimeoutMs,
      () =>
        new LedgerUnavailableError(`accept job ${job.id}`, `no answer within ${parts.enqueueTimeoutMs} ms`),
    );
  const enqueueJob = async (job: NewJob): Promise<Accepted> => {
    const queue = getQueue(job.queue);
    if (goesToLedger(queue, job)) return accept(job);
    await publishing.publish(queue, toPublication(job));
    return { id: job.id, isDuplicate: false };
  };

  return {
    enqueue: async (definition, payload, options = {}) => {
      const job = await toJob(definition, payload, options);
      return handle(job, await enqueueJob(job));
    },
    enqueueMany: (definition, payloads, options = {}) =>
      acceptInChunks(definition.name, payloads, {
        toJob: (payload) => toJob(definition, payload, options),
        accept: (jobs) => acceptChunk(jobs),
        handle,
      }),
    within: (trx) => withinSession(sessionOf(trx)),
    chain: async (...requests) => {
      const jobs = await Promise.all(
        requests.map((request) => toRecorded(request.definition, request.payload, request.options)),
      );
      return acceptTogether(chainOf(jobs));
    },
    group: async (requests, { then } = {}) => {
      const jobs = await Promise.all(
        requests.map((request) => toRecorded(request.definition, request.payload, request.options)),
      );
      const last = then && (await toRecorded(then.definition, then.payload, then.options));
      const accepted = await acceptTogether(groupOf(jobs, last));
      return { jobs: accepted.slice(0, jobs.length), then: accepted[jobs.length] };
    },
    result: (id, options = {}) => parts.waitForEnd(id, options.timeoutMs ?? 30_000),
    cancel: async (id, reason = 'cancelled by the application') => {
      const [answer] = await ledger.cancel([id], reason);
      return answer ?? 'unknown';
    },
    adopt: (job) => accepting.accept(job),
    close: async () => {
      await accepting.flush();
      await parts.close();
    },
  };

  async function toRecorded(
    definition: JobDefinition,
    payload: unknown,
    options: EnqueueOptions,
  ): Promise<NewJob> {
    const job = await toJob(definition, payload, options);
    if (!getQueue(job.queue).recorded) throw new NotRecordedError(job.queue, 'A chain or group');
    return job;
  }

  async function acceptTogether(jobs: readonly NewJob[]): Promise<readonly EnqueuedJob[]> {
    const accepted = await accepting.acceptMany(jobs);
    return jobs.map((job, index) => handle(job, accepted[index] ?? { id: job.id, isDuplicate: false }));
  }

  async function acceptChunk(jobs: readonly NewJob[]): Promise<readonly (Accepted | Error)[]> {
    const [first] = jobs;
    if (!first) return [];
    const queue = getQueue(first.queue);
    if (goesToLedger(queue, first)) return accepting.acceptMany(jobs);
    const errors = await publishing.publishMany(queue, jobs.map(toPublication));
    return jobs.map((job, index) => errors[index] ?? { id: job.id, isDuplicate: false });
  }

  function withinSession(session: Session): Enqueuing {
    return {
      enqueue: async (definition, payload, options = {}) => {
        const job = await toJob(definition, payload, options);
        const [accepted] = await ledger.accept([job], session);
        return handle(job, accepted ?? { id: job.id, isDuplicate: false });
      },
      enqueueMany: (definition, payloads, options = {}) =>
        acceptInChunks(definition.name, payloads, {
          toJob: (payload) => toJob(definition, payload, options),
          accept: (jobs) => ledger.accept(jobs, session),
          handle,
        }),
    };
  }
}

/** The platform's own producer, which can also take in jobs that were never enqueued here. */
export interface JobProducer extends Producer {
  /** Accepts a stranger's job under the id it was given. */
  adopt(job: NewJob): Promise<Accepted>;
}

/** Jobs of unrecorded queues need a row as soon as they must wait. @throws NotRecordedError for a unique key on them. */
function goesToLedger(queue: Queue, job: NewJob): boolean {
  if (queue.recorded) return true;
  if (job.unique) throw new NotRecordedError(queue.name, '`unique`');
  return job.due.kind !== 'now';
}
