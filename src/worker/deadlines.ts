/** How exact a deadline is, in milliseconds. */
const TICK_MS = 50;

/** A deadline that has been set; see {@link Deadlines.clear}. */
export interface Deadline {
  readonly atMs: number;
  readonly fire: () => void;
}

/**
 * Deadlines of all attempts of a process on one timer, because a timer or an `AbortSignal.timeout` each costs more
 * than a short job. They fire up to 50 ms late.
 */
export class Deadlines {
  readonly #pending = new Set<Deadline>();
  #timer: NodeJS.Timeout | undefined;
  #nextAtMs = Number.POSITIVE_INFINITY;

  /** Calls `fire` once, `inMs` milliseconds from now, unless it is cleared before. */
  set(inMs: number, fire: () => void): Deadline {
    const deadline = { atMs: performance.now() + inMs, fire };
    this.#pending.add(deadline);
    if (deadline.atMs < this.#nextAtMs) this.#nextAtMs = deadline.atMs;
    this.#timer ??= setInterval(() => this.#check(), TICK_MS);
    return deadline;
  }

  clear(deadline: Deadline): void {
    this.#pending.delete(deadline);
  }

  #check(): void {
    const now = performance.now();
    if (this.#pending.size === 0) return this.#rest();
    if (now < this.#nextAtMs) return;
    this.#nextAtMs = Number.POSITIVE_INFINITY;
    for (const deadline of this.#pending) {
      if (deadline.atMs <= now) {
        this.#pending.delete(deadline);
        deadline.fire();
      } else {
        this.#nextAtMs = Math.min(this.#nextAtMs, deadline.atMs);
      }
    }
  }

  #rest(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#nextAtMs = Number.POSITIVE_INFINITY;
  }
}
