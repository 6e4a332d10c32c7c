import { nextDueMs } from './next-due.ts';
import type { Timing } from './timing.ts';

/** The last due time after `afterMs` and up to `upToMs`, found by bisection: a year of missed seconds costs no more than a minute of them. */
export function latestDueMs(timing: Timing, afterMs: number, upToMs: number): number | undefined {
  let latestMs = dueUpTo(timing, afterMs, upToMs);
  if (latestMs === undefined) return undefined;
  let highMs = upToMs;
  while (latestMs < highMs) {
    const middleMs: number = Math.ceil((latestMs + highMs) / 2);
    const dueMs = dueUpTo(timing, middleMs - 1, upToMs);
    if (dueMs === undefined) highMs = middleMs - 1;
    else latestMs = dueMs;
  }
  return latestMs;
}

/** The newest `max` due times of that stretch, in order. */
export function newestDueTimes(timing: Timing, afterMs: number, upToMs: number, max: number): number[] {
  const newest: number[] = [];
  let dueMs = latestDueMs(timing, afterMs, upToMs);
  while (dueMs !== undefined && newest.length < max) {
    newest.push(dueMs);
    dueMs = latestDueMs(timing, afterMs, dueMs - 1);
  }
  return newest.reverse();
}

function dueUpTo(timing: Timing, afterMs: number, upToMs: number): number | undefined {
  const dueMs = nextDueMs(timing, afterMs);
  return dueMs !== undefined && dueMs <= upToMs ? dueMs : undefined;
}
