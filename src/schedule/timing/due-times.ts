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

/** The first `max` due times of that stretch. */
export function firstDueTimes(timing: Timing, afterMs: number, upToMs: number, max: number): number[] {
  const first: number[] = [];
  for (const dueMs of dueTimes(timing, afterMs, upToMs)) {
    if (first.push(dueMs) === max) break;
  }
  return first;
}
