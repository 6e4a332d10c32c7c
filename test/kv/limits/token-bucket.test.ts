import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type BucketState, bucketDecision, useBucket } from '../../../src/kv/limits/token-bucket.ts';

const steady = { max: 10, windowMs: 1_000 };

test('allows a burst and then a steady stream', () => {
  let state: BucketState | undefined;
  const allowed = Array.from({ length: 200 }, (_, index) => {
    const used = useBucket(state, steady, 5_000 + index * 10);
    state = used.state;
    return used.isAllowed;
  });
  expect(allowed.slice(0, 10)).toEqual(Array(10).fill(true));
  expect(allowed.slice(100).filter(Boolean)).toHaveLength(10);
});

test('whatever the times, there are never less than no tokens, and whoever waits as told gets one', () => {
  const limits = fc.record({
    max: fc.integer({ min: 1, max: 30 }),
    windowMs: fc.integer({ min: 1, max: 2_000 }),
  });
  const starts = fc.integer({ min: 0, max: 2_000_000_000_000 });
  const gaps = fc.array(fc.integer({ min: -50, max: 400 }), { minLength: 1, maxLength: 80 });
  fc.assert(
    fc.property(limits, starts, gaps, (limit, startMs, given) => {
      let state: BucketState | undefined;
      let nowMs = startMs;
      for (const gap of given) {
        nowMs += gap;
        const used = useBucket(state, limit, nowMs);
        state = used.state;
        const decision = bucketDecision(state, limit, used.isAllowed);
        expect(state.spent).toBeGreaterThanOrEqual(0);
        expect(state.spent).toBeLessThanOrEqual(limit.max + 1e-9);
        expect(decision.remaining).toBeLessThan(limit.max);
        // A clock that went back first has to reach the time that was seen already.
        const toldMs = state.filledAtMs + decision.retryAfterMs;
        if (!used.isAllowed && !useBucket(state, limit, toldMs).isAllowed) return false;
      }
      return true;
    }),
    { numRuns: 2_000 },
  );
});
