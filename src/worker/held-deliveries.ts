import type { JobInHand } from './job-in-hand.ts';

/** Between two questions whether a job's owner still lives, in milliseconds. */
const ASK_AGAIN_MS = 200;

/** Deliveries of jobs whose owner may still live. They wait unsettled and outside every slot, and are tried again. */
export class HeldDeliveries {
  readonly #waiting = new Map<NodeJS.Timeout, (isEnding: boolean) => void>();
  readonly #tryAgain: (job: JobInHand) => Promise<void>;
  #isEnding = false;

  constructor(tryAgain: (job: JobInHand) => Promise<void>) {
    this.#tryAgain = tryAgain;
  }

  /** Resolves when the delivery has been dealt with in the end. */
  async park(job: JobInHand): Promise<void> {
    const isEnding = this.#isEnding || (await this.#wait());
    return isEnding ? job.delivery.handBack() : this.#tryAgain(job);
  }

  /** The worker ends: whatever is parked goes back to its broker. */
  close(): void {
    this.#isEnding = true;
    for (const [timer, wake] of this.#waiting) {
      clearTimeout(timer);
      wake(true);
    }
    this.#waiting.clear();
  }

  #wait(): Promise<boolean> {
    return new Promise((wake) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(timer);
        wake(false);
      }, ASK_AGAIN_MS);
      this.#waiting.set(timer, wake);
    });
  }
}
