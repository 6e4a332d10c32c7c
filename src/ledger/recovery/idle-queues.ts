const IDLE_MS = 30_000;
const AGAIN_AFTER_MS = 3_600_000;

interface Idle {
  readonly sinceMs: number;
  readonly toldMs: number | undefined;
}

/**
 * Notices queues in which nothing has been ready for 30 s: what the ledger still believes to be there is then held by
 * consumers, or lost. Tells of each once, and again when it has been filled and emptied, or after an hour.
 */
export class IdleQueues {
  readonly #tell: (queue: string) => void;
  readonly #nowMs: () => number;
  readonly #idle = new Map<string, Idle>();

  constructor(tell: (queue: string) => void, nowMs: () => number = () => performance.now()) {
    this.#tell = tell;
    this.#nowMs = nowMs;
  }

  saw(queue: string, ready: number): void {
    if (ready > 0) return void this.#idle.delete(queue);
    const nowMs = this.#nowMs();
    const { sinceMs, toldMs } = this.#idle.get(queue) ?? { sinceMs: nowMs, toldMs: undefined };
    const isDue = nowMs - (toldMs ?? sinceMs) >= (toldMs === undefined ? IDLE_MS : AGAIN_AFTER_MS);
    this.#idle.set(queue, { sinceMs, toldMs: isDue ? nowMs : toldMs });
    if (isDue) this.#tell(queue);
  }
}
