import { type CronPattern, cronPattern } from './cron-pattern.ts';
import { stretchAt } from './stretch.ts';
import type { CronTiming } from './timing.ts';

const DAY_MS = 86_400_000;

/**
 * The first due time of a cron expression after an instant, by this rule: a time that the clock skips in spring is
 * due at the end of the gap, one that it shows twice in autumn is due the first time, and a pattern of every hour is
 * due whenever the clock shows a match, so that it follows the hours that really pass.
 */
export function nextCronDueMs({ cron, timeZone }: CronTiming, afterMs: number): number | undefined {
  const pattern = cronPattern(cron);
  return pattern.isEveryHour
    ? nextShownMs(pattern, timeZone, afterMs)
    : nextOnceMs(pattern, timeZone, afterMs);
}

function nextOnceMs(pattern: CronPattern, timeZone: string, afterMs: number): number | undefined {
  const wallMs = pattern.nextWallMs(furthestShownMs(timeZone, afterMs));
  if (wallMs === undefined) return undefined;
  let stretch = stretchAt(timeZone, afterMs);
  while (wallMs - stretch.offsetMs >= stretch.endMs) {
    stretch = stretchAt(timeZone, stretch.endMs);
    const isSkipped = wallMs - stretch.offsetMs < stretch.startMs;
    if (isSkipped) return stretch.startMs;
  }
  return wallMs - stretch.offsetMs;
}

/** The latest time that the wall clock has shown so far: more than it shows now when it has just gone back. */
function furthestShownMs(timeZone: string, atMs: number): number {
  const dayBefore = stretchAt(timeZone, atMs - DAY_MS);
  return Math.max(
    atMs + stretchAt(timeZone, atMs).offsetMs,
    Math.min(atMs, dayBefore.endMs - 1) + dayBefore.offsetMs,
  );
}

function nextShownMs(pattern: CronPattern, timeZone: string, afterMs: number): number | undefined {
  let stretch = stretchAt(timeZone, afterMs);
  let wallMs = pattern.nextWallMs(afterMs + stretch.offsetMs);
  while (wallMs !== undefined && wallMs - stretch.offsetMs >= stretch.endMs) {
    stretch = stretchAt(timeZone, stretch.endMs);
    wallMs = pattern.nextWallMs(stretch.startMs + stretch.offsetMs - 1);
  }
  return wallMs === undefined ? undefined : wallMs - stretch.offsetMs;
}
