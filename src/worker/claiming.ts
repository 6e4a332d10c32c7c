import { jobIdTimeMs } from '../job/job-id.ts';
import type { Json } from '../job/json.ts';
import { DEFAULT_RETRY_POLICY } from '../job/retry-policy.ts';
import type { Accepted, Claimed, ClaimRequest, Fence, NewJob } from '../ledger/ledger.ts';
import type { Attempt } from './attempt.ts';
import type { Claims } from './claims.ts';
import type { HeldDeliveries } from './held-deliveries.ts';
import { claimedAttempt, firstAttempt, type JobInHand, needsClaim } from './job-in-hand.ts';

/** An attempt that may begin. */
export interface Begun {
  readonly attempt: Attempt;
  /** The job as the ledger has it, should a person have edited its payload. */
  readonly job: JobInHand;
  readonly deaths: number;
}

/** The delivery is not to be run here, or not now; `rest` is what is still to be done with it, outside every slot. */
export interface NotBegun {
  readonly rest: Promise<void>;
}

export interface ClaimingParts {
  readonly claims: Claims;
  readonly held: HeldDeliveries;
  /** Accepts a job that the ledger has lost under the id it has. */
  readonly accept: (job: NewJob) => Promise<Accepted>;
  /** Tells the ledger that this run has its process for itself. */
  readonly markAlone: (fence: Fence) => Promise<void>;
  /** Queues in which a waiting job was cancelled lately: their claims are waited for. */
  readonly mustClaimFirst: (queue: string) => boolean;
  /** The ledger has refused an attempt that was begun without waiting for its claim. */
  readonly onRefused: (attempt: Attempt) => void;
}

/** How old a job may be, in milliseconds, for its claim not to be waited for. */
const PRESUMED_AGE_MS = 3_600_000;

/** Gets a delivery's claim, and does what the answer asks for. */
export class Claiming {
  readonly #parts: ClaimingParts;

  constructor(parts: ClaimingParts) {
    this.#parts = parts;
  }

  /** At once where no claim must be waited for. */
  begin(job: JobInHand): Begun | Promise<Begun | NotBegun> {
    if (!needsClaim(job)) return { attempt: firstAttempt(job, undefined), job, deaths: 0 };
    return this.#mayPresume(job) ? this.#presume(job) : this.#claim(job, !job.delivery.isFirst);
  }

  async markAlone({ fence }: Attempt): Promise<void> {
    if (fence) await this.#parts.markAlone(fence);
  }

  async #claim(job: JobInHand, isRedelivered: boolean): Promise<Begun | NotBegun> {
    const answer = await this.#parts.claims.claim(request(job, isRedelivered));
    switch (answer.kind) {
      case 'claimed':
        return begun(job, answer);
      case 'held':
        return { rest: this.#parts.held.park(job) };
      case 'stale':
        return { rest: job.delivery.settle() };
      case 'unknown':
        await this.#parts.accept(newJobOf(job));
        // Of an unrecorded queue it has been published anew, with no row to claim.
        return job.queue.recorded ? this.#claim(job, false) : { rest: job.delivery.settle() };
    }
  }

  /** The broker refuses copies, so a first delivery of a first publication can only be a waiting job. */
  #presume(job: JobInHand): Begun {
    const attempt = firstAttempt(job, { id: job.mark.id, publication: 1, run: 1 });
    attempt.presumed = { request: request(job, false), onRefused: () => this.#parts.onRefused(attempt) };
    this.#parts.claims.presume(attempt.presumed);
    return { attempt, job, deaths: 0 };
  }

  #mayPresume({ broker, delivery, mark, queue, definition }: JobInHand): boolean {
    return (
      !broker.mayDeliverCopies &&
      delivery.isFirst &&
      mark.publication === 1 &&
      !mark.isRepeat &&
      mark.expiresAtMs === undefined &&
      definition !== undefined &&
      Date.now() - jobIdTimeMs(mark.id) < PRESUMED_AGE_MS &&
      !this.#parts.mustClaimFirst(queue.name)
    );
  }
}

function request({ mark }: JobInHand, isRedelivered: boolean): ClaimRequest {
  return { id: mark.id, publication: mark.publication, isRedelivered };
}

function begun(job: JobInHand, claimed: Claimed): Begun {
  const { payload, deaths } = claimed;
  const edited =
    payload === undefined
      ? job
      : { ...job, payload, mark: { ...job.mark, version: job.definition?.version ?? job.mark.version } };
  return { attempt: claimedAttempt(job, claimed), job: edited, deaths };
}

function newJobOf({ mark, name, queue, payload, definition }: JobInHand): NewJob {
  return {
    id: mark.id,
    name,
    queue: queue.name,
    version: mark.version,
    payload: payload as Json, // it came out of JSON
    maxAttempts: definition?.retry.maxAttempts ?? DEFAULT_RETRY_POLICY.maxAttempts,
    priority: definition?.priority ?? 0,
    tags: definition?.tags ?? [],
    due: { kind: 'now' },
    ...(mark.trace === undefined ? {} : { trace: mark.trace }),
  };
}
