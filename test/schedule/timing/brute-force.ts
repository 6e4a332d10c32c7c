import type { Field, KnownCron } from './cron-arbitrary.ts';

const DAY_MS = 86_400_000;
const QUARTER_MS = 900_000;

/** Every zone's clock changes on a quarter of an hour, so its offset is asked for once a quarter. */
const offsets = new Map<string, Map<number, number>>();

/**
 * The due times after `fromMs` and up to `toMs`, by walking through the window step by step and looking at the wall
 * clock: no calendar arithmetic, no parser, no library but the engine's own table of zones.
 */
export function bruteForce(
  cron: KnownCron,
  timeZone: string,
  window: { fromMs: number; toMs: number; stepMs: number },
): number[] {
  const { fromMs, toMs, stepMs } = window;
  const isEveryHour = cron.hour.values.size === 24;
  const due: number[] = [];
  let highestMs = Number.NEGATIVE_INFINITY; // the furthest that the wall clock has shown
  for (let atMs = fromMs - DAY_MS; atMs <= toMs; atMs += stepMs) {
    const wallMs = atMs + offsetAt(timeZone, atMs);
    const reachedFromMs = isEveryHour || highestMs < 0 ? wallMs : highestMs + stepMs;
    if (atMs > fromMs && isAnyMatch(cron, reachedFromMs, wallMs, stepMs)) due.push(atMs);
    highestMs = Math.max(highestMs, wallMs);
  }
  return due;
}

function isAnyMatch(cron: KnownCron, fromMs: number, toMs: number, stepMs: number): boolean {
  for (let wallMs = fromMs; wallMs <= toMs; wallMs += stepMs) if (isMatch(cron, wallMs)) return true;
  return false;
}

function isMatch(cron: KnownCron, wallMs: number): boolean {
  const second = Math.floor(wallMs / 1_000);
  const minute = Math.floor(second / 60);
  return (
    cron.second.values.has(second % 60) &&
    cron.minute.values.has(minute % 60) &&
    cron.hour.values.has(Math.floor(minute / 60) % 24) &&
    isDateMatch(cron, new Date(wallMs))
  );
}

function isDateMatch({ month, dayOfMonth, dayOfWeek }: KnownCron, wall: Date): boolean {
  return month.values.has(wall.getUTCMonth() + 1) && isDayMatch(dayOfMonth, dayOfWeek, wall);
}

/** As in Vixie cron: when both days are restricted, either is enough. */
function isDayMatch(dayOfMonth: Field, dayOfWeek: Field, wall: Date): boolean {
  const isDay = dayOfMonth.values.has(wall.getUTCDate());
  const isWeekday = dayOfWeek.values.has(wall.getUTCDay());
  return dayOfMonth.text !== '*' && dayOfWeek.text !== '*' ? isDay || isWeekday : isDay && isWeekday;
}

/** The zone's offset as the engine writes it: `GMT`, `GMT+05:45`, `GMT-03:30`. */
export function offsetAt(timeZone: string, atMs: number): number {
  const quarter = Math.floor(atMs / QUARTER_MS);
  const known = offsets.get(timeZone) ?? new Map<number, number>();
  offsets.set(timeZone, known);
  let offset = known.get(quarter);
  if (offset === undefined) {
    const shown = formatterOf(timeZone).format(quarter * QUARTER_MS);
    const [, sign, hours, minutes] = /GMT(?:([+-])(\d\d):(\d\d))?$/.exec(shown) ?? [];
    offset = (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
    known.set(quarter, offset);
  }
  return offset;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known =
    formatters.get(timeZone) ?? new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  formatters.set(timeZone, known);
  return known;
}
