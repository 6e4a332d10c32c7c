import type { Log } from '../../telemetry/log.ts';

const FIRST_RETRY_MS = 100;
const MAX_RETRY_MS = 2_000;

interface Refusal {
  readonly tries: number;
  readonly untilMs: number;
}

/** The queues that a broker does not take messages for at the moment, each asked again after 100 ms to 2 s. */
export class Refusals {
  readonly #carrier: string;
  readonly #log: Log;
  readonly #byQueue = new Map<string, Refusal>();
  #sinceMs = 0;

  constructor(carrier: string, log: Log) {
    this.#carrier = carrier;
    this.#log = log;
  }

  has(queue: string): boolean {
    return this.#byQueue.has(queue);
  }

  mayAsk(queue: string): boolean {
    return (this.#byQueue.get(queue)?.untilMs ?? 0) <= performance.now();
  }

  /** Logged once for a broker, and once more when it takes everything again. */
  refused(queue: string, cause: Error | undefined): void {
    if (this.#byQueue.size === 0) {
      this.#sinceMs = performance.now();
      this.#log.warn('jobs wait in the ledger: the broker does not take them', {
        carrier: this.#carrier,
        queue,
        cause: cause?.message,
      });
    }
    const tries = (this.#byQueue.get(queue)?.tries ?? 0) + 1;
    const retryMs = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** (tries - 1));
    this.#byQueue.set(queue, { tries, untilMs: performance.now() + retryMs });
  }

  taken(queue: string): void {
    if (!this.#byQueue.delete(queue) || this.#byQueue.size > 0) return;
    const downMs = Math.round(performance.now() - this.#sinceMs);
    this.#log.info('the broker takes jobs again', { carrier: this.#carrier, downMs });
  }

  /** Milliseconds until the first of them may be asked again. */
  retriesInMs(): readonly number[] {
    const now = performance.now();
    return [...this.#byQueue.values()].map(({ untilMs }) => untilMs - now).filter((ms) => ms > 0);
  }
}
