import type { JobInHand } from './job-in-hand.ts';

/** Between two questions whether a job's owner still lives, in milliseconds. */
const ASK_AGAIN_MS = 200;

/** Deliveries of jobs whose owner may still live. They wait unsettled and outside every slot, and are tried again. */
export class HeldDeliveries {
  readonly #timers = new Map<JobInHand, NodeJS.Timeout>();
  readonly #tryAgain: (job: JobInHand) => void;

  constructor(tryAgain: (job: JobInHand) => void) {
    this.#tryAgain = tryAgain;
  }

  park(job: JobInHand): void {
    const timer = setTimeout(() => {
      this.#timers.delete(job);
      this.#tryAgain(job);
    }, ASK_AGAIN_MS);
    this.#timers.set(job, timer);
  }

  /** Gives all of them back to their brokers: the worker ends. */
  async handBackAll(): Promise<void> {
    const jobs = [...this.#timers.keys()];
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    await Promise.all(jobs.map(({ delivery }) => delivery.handBack()));
  }
}
