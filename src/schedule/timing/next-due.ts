import { nextCronDueMs } from './next-cron-due.ts';
import type { IntervalTiming, Timing } from './timing.ts';

/** The first due time after an instant, both in milliseconds since the epoch; `undefined` when none comes any more. */
export function nextDueMs(timing: Timing, afterMs: number): number | undefined {
  const fromMs = Math.max(Math.floor(afterMs), (timing.startAtMs ?? Number.NEGATIVE_INFINITY) - 1);
  const dueMs = timing.kind === 'cron' ? nextCronDueMs(timing, fromMs) : nextIntervalDueMs(timing, fromMs);
  return dueMs === undefined || dueMs > (timing.endAtMs ?? Number.POSITIVE_INFINITY) ? undefined : dueMs;
}

function nextIntervalDueMs(
  { everyMs, startAtMs = 0 }: IntervalTiming & { startAtMs?: number },
  afterMs: number,
): number {
  return startAtMs + (Math.floor((afterMs - startAtMs) / everyMs) + 1) * everyMs;
}
