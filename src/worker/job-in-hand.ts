import type { Broker, Delivery } from '../broker/broker.ts';
import type { JobDefinition } from '../job/job-definition.ts';
import { jobIdTimeMs } from '../job/job-id.ts';
import type { Queue } from '../job/queue.ts';
import type { Claimed } from '../ledger/ledger.ts';
import type { JobInfo } from '../job/handler-context.ts';
import { Attempt } from './attempt.ts';
import type { OurMark } from './read-delivery.ts';

/** A delivery of a job of ours, on its way to a handler. */
export interface JobInHand {
  readonly delivery: Delivery;
  readonly queue: Queue;
  readonly broker: Broker;
  readonly mark: OurMark;
  readonly name: string;
  readonly payload: unknown;
  /** Missing when this process does not know the name, or the payload is of a newer version: a deploy may be half done. */
  readonly definition: JobDefinition | undefined;
  /** The broker's copy of the payload, when it is damaged. */
  readonly corrupt: Uint8Array | undefined;
}

/** Whether the ledger decides who runs it; a first publication on an unrecorded queue is nobody else's. */
export function needsClaim({ queue, mark }: JobInHand): boolean {
  return queue.recorded || mark.publication > 1;
}

/** An attempt at a claimed job. */
export function claimedAttempt(job: JobInHand, claimed: Claimed): Attempt {
  const { attempt, maxAttempts, enqueuedAt, tags, tenant, schedule, parents } = claimed;
  const info: JobInfo = {
    id: job.mark.id,
    name: job.definition?.name ?? job.name,
    queue: job.queue.name,
    attempt,
    maxAttempts,
    enqueuedAt,
    tags,
    parents,
    isLate: schedule?.isLate ?? false,
    isCatchUp: schedule?.isCatchUp ?? false,
    ...(tenant === undefined ? {} : { tenant }),
    ...(schedule === undefined ? {} : { scheduledFor: schedule.dueAt }),
  };
  return new Attempt(info, claimed.fence);
}

/** A first attempt whose facts are all in the message: of an unrecorded job, or of a claim that is not waited for. */
export function firstAttempt(job: JobInHand, fence: Attempt['fence']): Attempt {
  return new Attempt(new FirstJobInfo(job), fence);
}

class FirstJobInfo implements JobInfo {
  readonly attempt = 1;
  readonly isLate = false;
  readonly isCatchUp = false;
  readonly parents = [];
  readonly #job: JobInHand;

  constructor(job: JobInHand) {
    this.#job = job;
  }

  get id() {
    return this.#job.mark.id;
  }

  get name() {
    return this.#job.definition?.name ?? this.#job.name;
  }

  get queue() {
    return this.#job.queue.name;
  }

  get maxAttempts() {
    return this.#job.definition?.retry.maxAttempts ?? 1;
  }

  get enqueuedAt() {
    return new Date(jobIdTimeMs(this.#job.mark.id));
  }

  get tags() {
    return this.#job.definition?.tags ?? [];
  }
}
