import type { Begun, Claiming, NotBegun } from './claiming.ts';
import type { Finishing } from './finishing.ts';
import { type AttemptEnd, type Handling, handleAttempt } from './handle-attempt.ts';
import type { JobInHand } from './job-in-hand.ts';
import { DEATHS_UNTIL_ALONE, MAX_DEATHS, platformOutcome, poisonOutcome } from './platform-outcomes.ts';
import type { Running } from './running.ts';
import type { SlotTable } from './slot-table.ts';

/** What the path of an attempt leads through. */
export interface AttemptPathParts {
  readonly slots: SlotTable;
  readonly claiming: Claiming;
  readonly finishing: Finishing;
  readonly running: Running;
  readonly handling: Handling;
  /** How long a job whose name no worker knows waits for a deploy, in milliseconds since it was enqueued. */
  readonly unknownJobWaitMs: number;
}

/**
 * The one path of every attempt: slot → claim → handler → outcome → fenced record → settle. A delivery is claimed
 * when it has a slot and not before; it is settled when the ledger has answered and not before.
 */
export class AttemptPath {
  readonly #parts: AttemptPathParts;

  constructor(parts: AttemptPathParts) {
    this.#parts = parts;
  }

  async run(job: JobInHand): Promise<void> {
    const { slots } = this.#parts;
    const taken = slots.take(job.definition);
    if (taken !== true && !(await taken)) return job.delivery.handBack();
    // Where no claim must be waited for, nothing is: each layer of promises costs a short job some per cent.
    const beginning = this.#begin(job);
    const begun = beginning instanceof Promise ? await beginning : beginning;
    if ('rest' in begun) {
      slots.give(job.definition);
      return begun.rest;
    }
    if (begun.deaths >= DEATHS_UNTIL_ALONE) return this.#runAlone(begun);
    const end = await this.#handle(begun);
    this.#parts.running.delete(begun.attempt);
    slots.give(job.definition);
    return this.#parts.finishing.finish(begun.job, begun.attempt, end);
  }

  #begin(job: JobInHand): Begun | Promise<Begun | NotBegun> {
    const begun = this.#parts.claiming.begin(job);
    if (!(begun instanceof Promise)) return begun;
    return begun.catch((error: unknown) => {
      this.#parts.slots.give(job.definition);
      throw error;
    });
  }

  /** A job that has killed its process before: its neighbours must not be counted among its victims again. */
  async #runAlone(begun: Begun): Promise<void> {
    const { slots, claiming, finishing } = this.#parts;
    const { attempt, job, deaths } = begun;
    if (deaths >= MAX_DEATHS) {
      slots.give(job.definition);
      return finishing.finish(job, attempt, { kind: 'outcome', outcome: poisonOutcome(deaths) });
    }
    const isAlone = await slots.takeAlone(job.definition);
    if (isAlone) await claiming.markAlone(attempt);
    const end: AttemptEnd = isAlone ? await this.#handle(begun) : { kind: 'give-back' };
    this.#parts.running.delete(attempt);
    if (isAlone) slots.giveAlone(job.definition);
    return finishing.finish(job, attempt, end);
  }

  #handle({ job, attempt }: Begun): AttemptEnd | Promise<AttemptEnd> {
    const { handling, running, unknownJobWaitMs } = this.#parts;
    const refused = platformOutcome(job, attempt, unknownJobWaitMs);
    if (refused || !job.definition) return { kind: 'outcome', outcome: refused ?? { kind: 'expired' } };
    running.add(attempt);
    const { version, trace } = job.mark;
    const message = { payload: job.payload, version, trace, broker: job.broker.kind };
    return handleAttempt(attempt, job.definition, message, handling);
  }
}
