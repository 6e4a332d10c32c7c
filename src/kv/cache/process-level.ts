import { createLRU } from 'lru.min';
import type { Entry } from './entry.ts';
import type { Figures, KindCounts } from './figures.ts';
import { kindOf } from './kinds.ts';

/** What one process keeps of the cache at most, in milliseconds: a signal that is lost may be missed for so long. */
const LONGEST_MS = 10_000;
/** How exact its clock is. Asking the system's for each value would cost more than finding it. */
const CLOCK_MS = 10;

interface Held {
  readonly value: unknown;
  readonly untilMs: number;
  readonly tags: readonly string[];
  readonly counts: KindCounts;
  /** When it was last moved to the end of those to be dropped. */
  movedMs: number;
}

/** The level of the cache in the process: the values used last, forgotten when they are told to be. */
export class ProcessLevel {
  readonly #held;
  readonly #maxEntries: number;
  readonly #figures: Figures;
  readonly #keysOfTag = new Map<string, Set<string>>();
  #nowMs = 0;
  #forgotten = 0;

  constructor(maxEntries: number, figures: Figures) {
    this.#maxEntries = maxEntries;
    this.#figures = figures;
    this.#held = createLRU<string, Held>({
      max: Math.max(1, maxEntries),
      onEviction: (key, { tags }) => this.#unlink(key, tags),
    });
  }

  /** Grows with whatever is forgotten on purpose: what was read before that is not to be put here after it. */
  get forgotten(): number {
    return this.#forgotten;
  }

  get(key: string): { readonly value: unknown } | undefined {
    const held = this.#held.peek(key);
    if (held === undefined) return undefined;
    const nowMs = this.#nowMs || this.#readClock();
    if (held.untilMs <= nowMs) {
      this.#held.delete(key);
      return undefined;
    }
    // Once in a while is often enough to know what was used last, and most of what a use would cost.
    if (held.movedMs !== nowMs) {
      held.movedMs = nowMs;
      this.#held.get(key);
    }
    held.counts.nearHits += 1;
    return held;
  }

  put(key: string, { value, freshUntilMs, tags }: Entry): void {
    if (this.#maxEntries === 0) return;
    const untilMs = Math.min(freshUntilMs, Date.now() + LONGEST_MS);
    this.#held.set(key, { value, untilMs, tags, counts: this.#figures.of(kindOf(key)), movedMs: 0 });
    for (const tag of tags) {
      const keys = this.#keysOfTag.get(tag) ?? new Set();
      this.#keysOfTag.set(tag, keys.add(key));
    }
  }

  forgetKeys(keys: readonly string[]): void {
    this.#forgotten += 1;
    for (const key of keys) this.#held.delete(key);
  }

  forgetTags(tags: readonly string[]): void {
    this.#forgotten += 1;
    for (const tag of tags) for (const key of this.#keysOfTag.get(tag) ?? []) this.#held.delete(key);
  }

  forgetIf(isMeant: (key: string) => boolean): void {
    this.#forgotten += 1;
    for (const key of [...this.#held.keys()]) if (isMeant(key)) this.#held.delete(key);
  }

  forgetAll(): void {
    this.#forgotten += 1;
    this.#held.clear();
    this.#keysOfTag.clear();
  }

  #readClock(): number {
    this.#nowMs = Date.now();
    setTimeout(() => {
      this.#nowMs = 0;
    }, CLOCK_MS).unref();
    return this.#nowMs;
  }

  #unlink(key: string, tags: readonly string[]): void {
    for (const tag of tags) {
      const keys = this.#keysOfTag.get(tag);
      keys?.delete(key);
      if (keys?.size === 0) this.#keysOfTag.delete(tag);
    }
  }
}
