import type { Keeping } from './cache.ts';
import { kindOf } from './kinds.ts';

const MAX_STALE_MS = 30_000;

/** How a value is to be kept, with all defaults. */
export interface FullKeeping {
  readonly ttlMs: number;
  readonly staleMs: number;
  /** Of both together, after which the store forgets it. */
  readonly lifeMs: number;
  readonly tags: readonly string[];
}

/** Milliseconds for which values of a kind are fresh when their caller does not say. */
export type TtlOf = (kind: string) => number;

export function fullKeeping(key: string, keeping: Keeping, ttlOf: TtlOf): FullKeeping {
  const given = typeof keeping === 'number' ? { ttlMs: keeping } : (keeping ?? {});
  const { ttlMs = ttlOf(kindOf(key)), tags = [] } = given;
  const staleMs = given.staleMs ?? Math.min(ttlMs, MAX_STALE_MS);
  return { ttlMs, staleMs, lifeMs: ttlMs + staleMs, tags };
}
