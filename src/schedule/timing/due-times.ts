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

/** Which due times: those after an instant, up to and including `upToMs` (default: without end), and how many at most. */
export interface FirstDueTimes {
  readonly afterMs: number;
  readonly upToMs?: number;
  readonly max: number;
}

/** The first due times of a stretch of time, in order. */
export function firstDueTimes(timing: Timing, { afterMs, upToMs, max }: FirstDueTimes): number[] {
  const first: number[] = [];
  if (max <= 0) return first;
  for (const dueMs of dueTimes(timing, afterMs, upToMs)) {
    if (first.push(dueMs) === max) break;
  }
  return first;
}
