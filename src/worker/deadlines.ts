/** How exact a deadline is, in milliseconds. */
const TICK_MS = 50;

/** A deadline that can still be called off. */
export interface Deadline {
  clear(): void;
}

/**
 * Deadlines of all attempts of a process on one timer, because a timer or an `AbortSignal.timeout` each costs more
 * than a short job. They fire up to 50 ms late.
 */
export class Deadlines {
  readonly #pending = new Set<{ readonly atMs: number; readonly fire: () => void }>();
  #timer: NodeJS.Timeout | undefined;
  #nextAtMs = Number.POSITIVE_INFINITY;

  /** Calls `fire` once, `inMs` milliseconds from now. */
  set(inMs: number, fire: () => void): Deadline {
    const entry = { atMs: performance.now() + inMs, fire };
    this.#pending.add(entry);
    this.#nextAtMs = Math.min(this.#nextAtMs, entry.atMs);
    this.#timer ??= setInterval(() => this.#check(), TICK_MS);
    return { clear: () => this.#remove(entry) };
  }

  #remove(entry: { readonly atMs: number; readonly fire: () => void }): void {
    this.#pending.delete(entry);
  }

  #check(): void {
    const now = performance.now();
    if (this.#pending.size === 0) return this.#rest();
    if (now < this.#nextAtMs) return;
    this.#nextAtMs = Number.POSITIVE_INFINITY;
    for (const entry of this.#pending) {
      if (entry.atMs <= now) {
        this.#pending.delete(entry);
        entry.fire();
      } else {
        this.#nextAtMs = Math.min(this.#nextAtMs, entry.atMs);
      }
    }
  }

  #rest(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#nextAtMs = Number.POSITIVE_INFINITY;
  }
}
