import { nextDueMs } from './next-due.ts';
import type { Timing } from './timing.ts';

/** The due times after an instant, in order, up to and including `upToMs` (default: without end). */
export function* dueTimes(
  timing: Timing,
  afterMs: number,
  upToMs: number = Number.POSITIVE_INFINITY,
): Generator<number, void> {
  let dueMs = nextDueMs(timing, afterMs);
  while (dueMs !== undefined && dueMs <= upToMs) {
    yield dueMs;
    dueMs = nextDueMs(timing, dueMs);
  }
}
