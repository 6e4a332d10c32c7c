import { KvUnavailableError } from './kv-unavailable-error.ts';

const LOOK_MS = 25;

interface Pending {
  readonly overMs: number;
  readonly refuse: () => void;
}

/** Holds answers to a deadline, up to 25 ms late, with one timer for all: one for each would cost as much as a question. */
export class Deadline {
  readonly #ms: number;
  readonly #pending = new Set<Pending>();
  #timer: NodeJS.Timeout | undefined;

  /** In milliseconds. */
  constructor(ms: number) {
    this.#ms = ms;
  }

  /** What `asked` comes to, or {@link KvUnavailableError} when that takes longer. */
  hold<Answer>(asked: Promise<Answer>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const refuse = (): void => reject(new KvUnavailableError(`no answer within ${this.#ms} ms`));
      const pending = { overMs: performance.now() + this.#ms, refuse };
      this.#pending.add(pending);
      this.#timer ??= setInterval(() => this.#look(), LOOK_MS);
      asked.then(
        (answer) => {
          this.#pending.delete(pending);
          resolve(answer);
        },
        (error: unknown) => {
          this.#pending.delete(pending);
          reject(error);
        },
      );
    });
  }

  #look(): void {
    if (this.#pending.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      return;
    }
    const nowMs = performance.now();
    const over = [...this.#pending].filter(({ overMs }) => overMs <= nowMs);
    // Timers come before the network after a pause of the process: an answer that lies there already must count.
    if (over.length > 0) setImmediate(() => setImmediate(() => this.#refuse(over)));
  }

  #refuse(over: readonly Pending[]): void {
    for (const pending of over) if (this.#pending.delete(pending)) pending.refuse();
  }
}
