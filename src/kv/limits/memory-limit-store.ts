import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Clock } from '../../job/clock.ts';
import { FixedWindows } from './fixed-windows.ts';
import type { LimitStore, LimitWithKind, StoreDecision } from './limit-store.ts';
import { useWindow, type WindowState, windowDecision } from './sliding-window.ts';
import { type BucketState, bucketDecision, useBucket } from './token-bucket.ts';

/** Of each kind; the longest known goes first, so that a flood of addresses costs no more memory than this. */
const MAX_KEYS = 50_000;

/** Counts in this process alone, while the store that all share is away. */
export class MemoryLimitStore implements LimitStore {
  readonly #clock: Clock;
  readonly #fixed = new FixedWindows(
    ({ max, windowMs }) => new RateLimiterMemory({ keyPrefix: '', points: max, duration: windowMs / 1_000 }),
  );
  readonly #windows = new Map<string, WindowState>();
  readonly #buckets = new Map<string, BucketState>();

  constructor(clock: Clock = { nowMs: () => Date.now() }) {
    this.#clock = clock;
  }

  async take(limit: LimitWithKind, key: string): Promise<StoreDecision> {
    const nowMs = this.#clock.nowMs();
    switch (limit.kind) {
      case 'fixed-window':
        return this.#fixed.take(limit, key);
      case 'sliding-window': {
        const { state, isAllowed } = useWindow(this.#windows.get(key), limit, nowMs);
        keep(this.#windows, key, state);
        return windowDecision(state, limit, { nowMs, isAllowed });
      }
      case 'token-bucket': {
        const { state, isAllowed } = useBucket(this.#buckets.get(key), limit, nowMs);
        keep(this.#buckets, key, state);
        return bucketDecision(state, limit, isAllowed);
      }
    }
  }

  async reset(limit: LimitWithKind, key: string): Promise<void> {
    this.#windows.delete(key);
    this.#buckets.delete(key);
    await this.#fixed.reset(limit, key);
  }
}

function keep<State>(states: Map<string, State>, key: string, state: State): void {
  states.set(key, state);
  if (states.size <= MAX_KEYS) return;
  const [oldest] = states.keys();
  if (oldest !== undefined) states.delete(oldest);
}
