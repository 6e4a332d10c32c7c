import { asError } from '../as-error.ts';
import type { Broker, Delivery } from '../broker/broker.ts';
import { findNotJson } from '../job/find-not-json.ts';
import { newJobId } from '../job/job-id.ts';
import type { Json } from '../job/json.ts';
import type { Queue, StrangerMessage } from '../job/queue.ts';
import type { Registry } from '../job/registry.ts';
import { DEFAULT_RETRY_POLICY } from '../job/retry-policy.ts';
import { toJobError } from '../job/to-job-error.ts';
import type { KeptJob, NewJob } from '../ledger/ledger.ts';
import { newJob } from '../producer/new-job.ts';
import type { JobInHand } from './job-in-hand.ts';
import { type Message, readDelivery } from './read-delivery.ts';

export interface IntakeParts {
  readonly registry: Registry;
  readonly run: (job: JobInHand) => Promise<void>;
  /** Takes a stranger's job in under an id of ours; resolves when it is safe to settle the stranger's message. */
  readonly adopt: (job: NewJob) => Promise<unknown>;
  readonly keep: (job: KeptJob) => Promise<void>;
  /** Of a stranger's payload as JSON, in bytes. */
  readonly maxPayloadBytes: number;
}

type Foreign = Exclude<Message, { kind: 'ours' }>;

/** What is first done with a delivery: ours is run, a stranger's is adopted, rubbish becomes a failed job. */
export class Intake {
  readonly #parts: IntakeParts;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  take(delivery: Delivery, queue: Queue, broker: Broker): Promise<void> {
    const message = readDelivery(delivery);
    if (message.kind !== 'ours') return this.#takeForeign(delivery, queue, message);
    const known = this.#parts.registry.findJob(message.name);
    const definition = known && message.mark.version <= known.version ? known : undefined;
    const { mark, name, payload, corrupt } = message;
    return this.#parts.run({ mark, name, payload, corrupt, delivery, queue, broker, definition });
  }

  async #takeForeign(delivery: Delivery, queue: Queue, message: Foreign): Promise<void> {
    if (message.kind === 'stranger') await this.#adopt(queue, message);
    else
      await this.#parts.keep(
        rubbishJob(queue, { ...delivery, headers: message.headers }, message.raw, new Error(message.why)),
      );
    await delivery.settle();
  }

  async #adopt(queue: Queue, stranger: Extract<Foreign, { kind: 'stranger' }>): Promise<void> {
    const wanted = translate(queue, stranger.message, this.#parts.maxPayloadBytes);
    if (wanted instanceof Error) {
      const raw = Buffer.from(jsonOf(stranger.message.body) ?? '');
      return this.#parts.keep(rubbishJob(queue, stranger.message, raw, wanted));
    }
    await this.#parts.adopt(this.#newJob(queue, stranger.adoptAs, wanted));
  }

  /** With all that the definition says of its jobs: limits, turns, uniqueness. */
  #newJob(queue: Queue, adoptAs: string | undefined, { name, payload }: Wanted): NewJob {
    const { registry } = this.#parts;
    const id = adoptAs ?? newJobId();
    const definition = registry.findJob(name);
    if (!definition) return unknownJob({ id, name, queue: queue.name, payload });
    try {
      return newJob(definition, registry.getQueue(definition.queue), payload, { id });
    } catch {
      // Its `tenant` or `unique` could not read the payload; its schema says what is wrong with it when it runs.
      return unknownJob({ id, name, queue: definition.queue, payload });
    }
  }
}

function unknownJob(job: Pick<NewJob, 'id' | 'name' | 'queue' | 'payload'>): NewJob {
  const { maxAttempts } = DEFAULT_RETRY_POLICY;
  return { ...job, version: 1, maxAttempts, priority: 0, tags: [], due: { kind: 'now' } };
}

/** The job that a stranger's message asks for. */
interface Wanted {
  readonly name: string;
  readonly payload: Json;
}

function translate(queue: Queue, message: StrangerMessage, maxBytes: number): Wanted | Error {
  try {
    const wanted = queue.accept ? queue.accept(message) : { job: message.name ?? '', payload: message.body };
    if (!wanted) return new Error(`\`accept\` of queue ${queue.name} did not want it`);
    const problem = findNotJson(wanted.payload);
    if (problem) return new Error(`${problem.path || 'payload'}: ${problem.message}`);
    const bytes = Buffer.byteLength(jsonOf(wanted.payload) ?? '');
    if (bytes > maxBytes) return new Error(`its payload has ${bytes} bytes, and ${maxBytes} are allowed`);
    return { name: wanted.job, payload: wanted.payload as Json }; // findNotJson has looked at every part
  } catch (error) {
    return asError(error);
  }
}

/** `undefined` for what is nested too deeply to be written. */
function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

type Sender = Pick<StrangerMessage, 'name' | 'headers'>;

/** A message that can never run, as a failed job with all that came. */
function rubbishJob(queue: Queue, { name, headers }: Sender, raw: Uint8Array, why: Error): KeptJob {
  const error = new Error(
    `A message in queue ${queue.name} is no job: ${why.message}. Correct its sender; the message is kept here as it came.`,
  );
  return {
    id: newJobId(),
    name: name ?? '',
    queue: queue.name,
    version: 1,
    raw,
    headers,
    maxAttempts: 1,
    attempt: 1,
    end: { kind: 'failed', reason: 'invalid-payload', error: toJobError(error) },
    startedAtMs: Date.now(),
    durationMs: 0,
    log: [],
  };
}
