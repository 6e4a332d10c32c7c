import { createHash } from 'node:crypto';
import { checkLimit } from './check-limit.ts';
import type { Limit } from './limit.ts';
import type { LimitStore, LimitWithKind } from './limit-store.ts';
import { DecisionCounts } from './decision-counts.ts';
import type { Limits } from './limits.ts';
import { MemoryLimitStore } from './memory-limit-store.ts';

export interface LimitParts {
  readonly store: LimitStore;
  /** First part of every key. */
  readonly prefix: string;
  /** Whether an error means that the store is away; others are thrown. */
  readonly isAway: (error: unknown) => boolean;
}

/** Limits in a store that all processes share, and in this process while that is away. */
export function makeLimits({ store, prefix, isAway }: LimitParts): Limits {
  const alone = new MemoryLimitStore();
  const counts = new DecisionCounts();
  return {
    take: async (given, key) => {
      const [limit, fullKey] = prepare(given, key, prefix);
      try {
        return counts.add(limit.name, { ...(await store.take(limit, fullKey)), isApproximate: false });
      } catch (error) {
        if (!isAway(error)) throw error;
        return counts.add(limit.name, { ...(await alone.take(limit, fullKey)), isApproximate: true });
      }
    },
    decisions: () => counts.list(),
    reset: async (given, key) => {
      const [limit, fullKey] = prepare(given, key, prefix);
      await alone.reset(limit, fullKey);
      await store.reset(limit, fullKey);
    },
  };
}

const MAX_KEY_LENGTH = 120;

function prepare(given: Limit, key: string, prefix: string): readonly [LimitWithKind, string] {
  checkLimit(given);
  const limit = { kind: 'sliding-window', ...given } as const;
  // Whoever has a long key, or one with a NUL, shares a limit with nobody all the same.
  const plain = key.length <= MAX_KEY_LENGTH && !key.includes('\0');
  const shortKey = plain ? key : createHash('sha256').update(key).digest('base64url');
  return [limit, `${prefix}:limit:${limit.name}:${limit.kind}:${limit.windowMs}:${shortKey}`];
}
