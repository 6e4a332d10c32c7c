import type { Outgoing } from './outgoing.ts';

/** Publications that wait for their answers, each with a deadline; all have the same time, so the oldest is the next. */
export class Unanswered {
  readonly #waiting = new Set<Outgoing>();
  readonly #onOverdue: (outgoing: Outgoing) => void;
  #timer: NodeJS.Timeout | undefined;
  #onEmpty: (() => void)[] = [];

  /** `onOverdue` is called for each that has reached its deadline, and must answer it. */
  constructor(onOverdue: (outgoing: Outgoing) => void) {
    this.#onOverdue = onOverdue;
  }

  add(outgoing: Outgoing): void {
    this.#waiting.add(outgoing);
    if (this.#timer === undefined) this.#lookAt(outgoing.deadlineAtMs);
  }

  has(outgoing: Outgoing): boolean {
    return this.#waiting.has(outgoing);
  }

  /** It has been answered. */
  delete(outgoing: Outgoing): void {
    this.#waiting.delete(outgoing);
    if (this.#waiting.size > 0) return;
    for (const resolve of this.#onEmpty.splice(0)) resolve();
  }

  /** Resolves when none waits, which the deadlines bring about. */
  async emptied(): Promise<void> {
    if (this.#waiting.size > 0) await new Promise<void>((resolve) => this.#onEmpty.push(resolve));
  }

  #lookAt(timeMs: number): void {
    const delayMs = Math.ceil(timeMs - performance.now());
    this.#timer = setTimeout(() => this.#look(), delayMs).unref();
  }

  #look(): void {
    this.#timer = undefined;
    for (const outgoing of this.#waiting) {
      if (outgoing.deadlineAtMs > performance.now()) return this.#lookAt(outgoing.deadlineAtMs);
      this.#onOverdue(outgoing);
    }
  }
}
