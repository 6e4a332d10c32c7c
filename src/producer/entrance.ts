import type { Queue } from '../job/queue.ts';
import type { Registry } from '../job/registry.ts';
import type { Accepted, NewJob } from '../ledger/ledger.ts';
import { LedgerUnavailableError } from '../ledger/ledger-errors.ts';
import { type Accepting, toPublication } from './accepting.ts';
import { NotRecordedError } from './producer-errors.ts';
import type { Publishing } from './publishing.ts';
import { withinDeadline } from './within-deadline.ts';

export interface EntranceParts {
  readonly getQueue: Registry['getQueue'];
  readonly accepting: Accepting;
  readonly publishing: Publishing;
  readonly enqueueTimeoutMs: number;
}

/** Which way a job comes in: by the ledger, or straight to the broker on queues that are not recorded. */
export class Entrance {
  readonly #parts: EntranceParts;

  constructor(parts: EntranceParts) {
    this.#parts = parts;
  }

  /** @throws LedgerUnavailableError, BrokerUnavailableError, EnqueueUnconfirmedError, all within the time-out */
  takeIn<Answer>(job: NewJob, toAnswer: (accepted: Accepted) => Answer): Promise<Answer> {
    const queue = this.#parts.getQueue(job.queue);
    return goesToLedger(queue, job)
      ? this.#inTime(this.#parts.accepting.accept(job), job).then(toAnswer)
      : this.#parts.publishing.publish(queue, toPublication(job), toAnswer);
  }

  /** Jobs of one definition; one answer each, in order. */
  async takeInAll(jobs: readonly NewJob[]): Promise<readonly (Accepted | Error)[]> {
    const [first] = jobs;
    if (!first) return [];
    const queue = this.#parts.getQueue(first.queue);
    if (goesToLedger(queue, first)) return this.#inTime(this.#parts.accepting.acceptMany(jobs), first);
    const errors = await this.#parts.publishing.publishMany(queue, jobs.map(toPublication));
    return jobs.map((job, index) => errors[index] ?? { id: job.id, isDuplicate: false });
  }

  /** The jobs of a chain or group, all or none. @throws LedgerUnavailableError within the time-out */
  async takeInTogether(jobs: readonly NewJob[]): Promise<readonly Accepted[]> {
    const [first] = jobs;
    return first ? this.#inTime(this.#parts.accepting.acceptMany(jobs), first) : [];
  }

  #inTime<Answer>(accepted: Promise<Answer>, { id }: NewJob): Promise<Answer> {
    const { enqueueTimeoutMs } = this.#parts;
    const late = (): Error =>
      new LedgerUnavailableError(`accept job ${id}`, `no answer within ${enqueueTimeoutMs} ms`);
    return withinDeadline(accepted, enqueueTimeoutMs, late);
  }
}

/** Jobs of unrecorded queues need a row as soon as they must wait. @throws NotRecordedError for a unique key on them. */
function goesToLedger(queue: Queue, job: NewJob): boolean {
  if (queue.recorded) return true;
  if (job.unique) throw new NotRecordedError(queue.name, '`unique`');
  return job.due.kind !== 'now';
}
