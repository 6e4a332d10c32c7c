import fc from 'fast-check';
import { expect, test } from 'vitest';
import { useWindow, type WindowState, windowDecision } from '../../../src/kv/limits/sliding-window.ts';

const steady = { max: 10, windowMs: 1_000 };

function usesAt(times: readonly number[]) {
  let state: WindowState | undefined;
  return times.map((nowMs) => {
    const used = useWindow(state, steady, nowMs);
    state = used.state;
    return { nowMs, isAllowed: used.isAllowed, ...windowDecision(used.state, steady, { nowMs, ...used }) };
  });
}

test('does not allow twice as many around the end of a window', () => {
  const burst = usesAt([...Array<number>(10).fill(1_990), ...Array<number>(10).fill(2_010)]);
  expect(burst.filter(({ isAllowed }) => isAllowed)).toHaveLength(10);
});

test('lets the last window fade', () => {
  const uses = usesAt([...Array<number>(10).fill(1_000), ...Array<number>(10).fill(2_500)]);
  expect(uses.slice(10).filter(({ isAllowed }) => isAllowed)).toHaveLength(5);
});

test('a clock that goes back changes nothing', () => {
  const uses = usesAt([...Array<number>(10).fill(5_000), 3_000, 1]);
  expect(uses.slice(10).map(({ isAllowed }) => isAllowed)).toEqual([false, false]);
});

test('whatever the times, the rest is never negative, and whoever waits as told is let in', () => {
  const limits = fc.record({
    max: fc.integer({ min: 1, max: 30 }),
    windowMs: fc.integer({ min: 1, max: 2_000 }),
  });
  const starts = fc.integer({ min: 0, max: 2_000_000_000_000 });
  const gaps = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 80 });
  fc.assert(
    fc.property(limits, starts, gaps, (limit, startMs, given) => {
      let state: WindowState | undefined;
      let nowMs = startMs;
      for (const gap of given) {
        nowMs += gap;
        const used = useWindow(state, limit, nowMs);
        state = used.state;
        const decision = windowDecision(state, limit, { nowMs, ...used });
        expect(decision.remaining).toBeGreaterThanOrEqual(0);
        expect(decision.remaining).toBeLessThan(limit.max);
        if (!used.isAllowed && !useWindow(state, limit, nowMs + decision.retryAfterMs).isAllowed)
          return false;
      }
      return true;
    }),
    { numRuns: 2_000 },
  );
});
