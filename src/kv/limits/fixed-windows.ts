import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible';
import type { LimitWithKind, StoreDecision } from './limit-store.ts';

/** rate-limiter-flexible has a limiter per number and length, which remembers keys that are full: one is kept for each. */
export class FixedWindows {
  readonly #make: (limit: LimitWithKind) => RateLimiterAbstract;
  readonly #limiters = new Map<string, RateLimiterAbstract>();

  constructor(make: (limit: LimitWithKind) => RateLimiterAbstract) {
    this.#make = make;
  }

  async take(limit: LimitWithKind, key: string): Promise<StoreDecision> {
    try {
      return decision(await this.#limiterOf(limit).consume(key), true);
    } catch (refused) {
      if (refused instanceof RateLimiterRes) return decision(refused, false);
      throw refused;
    }
  }

  async reset(limit: LimitWithKind, key: string): Promise<void> {
    await this.#limiterOf(limit).delete(key);
  }

  #limiterOf(limit: LimitWithKind): RateLimiterAbstract {
    const name = `${limit.max}/${limit.windowMs}`;
    const limiter = this.#limiters.get(name) ?? this.#make(limit);
    this.#limiters.set(name, limiter);
    return limiter;
  }
}

function decision({ remainingPoints, msBeforeNext }: RateLimiterRes, allowed: boolean): StoreDecision {
  const resetMs = Math.max(1, Math.ceil(msBeforeNext));
  return { allowed, remaining: Math.max(0, remainingPoints), retryAfterMs: allowed ? 0 : resetMs, resetMs };
}

/** Keys come complete. A key that is full is refused by this process without asking the store, until its window ends. */
export function limiterOptions({ max, windowMs }: LimitWithKind) {
  return { keyPrefix: '', points: max, duration: windowMs / 1_000, inMemoryBlockOnConsumed: max + 1 };
}
