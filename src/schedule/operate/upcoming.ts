import type { Database } from '../../db/database.ts';
import type { Clock } from '../../job/clock.ts';
import { readNowMs } from '../store/read-now.ts';
import { effectiveTiming } from '../store/stored-schedule.ts';
import { firstDueTimes } from '../timing/due-times.ts';
import { stretchAt } from '../timing/stretch.ts';
import type { Timing } from '../timing/timing.ts';
import { getSchedule } from './get-schedule.ts';

/** A due time to come, as people of its zone and of all zones write it. */
export interface UpcomingDueTime {
  readonly dueAt: Date;
  /** On the zone's wall clock, with its offset: `2026-03-29T03:00:00+02:00`. */
  readonly local: string;
  readonly timeZone: string;
  /** The zone's clock is put forward, or back, on that day. */
  readonly clockChange?: 'forward' | 'back';
}

/**
 * The next `count` due times of a schedule from now on, an operator's change counted in.
 *
 * @throws UnknownScheduleError
 */
export async function nextDueTimes(
  database: Database,
  name: string,
  { count, clock }: { readonly count: number; readonly clock?: Clock },
): Promise<readonly UpcomingDueTime[]> {
  const { definition, override } = await getSchedule(database, name);
  return upcomingOf(effectiveTiming(definition, override), await readNowMs(database, clock), count);
}

/** The same of times that are not stored. */
export function upcomingOf(timing: Timing, afterMs: number, count: number): readonly UpcomingDueTime[] {
  const { timeZone } = timing;
  return firstDueTimes(timing, { afterMs, max: count }).map((dueMs) => ({
    dueAt: new Date(dueMs),
    local: writeLocal(timeZone, dueMs),
    timeZone,
    ...clockChangeOf(timeZone, dueMs),
  }));
}

function writeLocal(timeZone: string, dueMs: number): string {
  const { offsetMs } = stretchAt(timeZone, dueMs);
  const wall = new Date(dueMs + offsetMs).toISOString().slice(0, 19);
  const offset = new Date(Math.abs(offsetMs)).toISOString().slice(11, 16);
  return `${wall}${offsetMs < 0 ? '-' : '+'}${offset}`;
}

/** A day of the zone in which its offset is not the same from beginning to end. */
function clockChangeOf(timeZone: string, dueMs: number): Pick<UpcomingDueTime, 'clockChange'> {
  const { startMs, endMs } = stretchAt(timeZone, dueMs);
  const change = [startMs, endMs].find((ms) => Number.isFinite(ms) && isSameDay(timeZone, ms, dueMs));
  if (change === undefined) return {};
  const isForward = stretchAt(timeZone, change).offsetMs > stretchAt(timeZone, change - 1).offsetMs;
  return { clockChange: isForward ? 'forward' : 'back' };
}

function isSameDay(timeZone: string, oneMs: number, otherMs: number): boolean {
  return writeLocal(timeZone, oneMs).slice(0, 10) === writeLocal(timeZone, otherMs).slice(0, 10);
}
