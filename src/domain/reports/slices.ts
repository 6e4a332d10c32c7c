import { Temporal } from 'temporal-polyfill';
import { instantOf, type Period } from './period.ts';

export type SliceUnit = 'hour' | 'day' | 'week' | 'month';

/** The parts of a period that a chart shows side by side; the first and the last week or month may be cut. */
export interface Slices {
  readonly unit: SliceUnit;
  /** Where each begins; the first with the period. */
  readonly starts: readonly Date[];
  /** What stands under each in a chart. */
  readonly labels: readonly string[];
}

/** Hours of a day, days of up to two months, weeks of up to half a year, else months; all by the period's own clock. */
export function slicesOf(period: Period): Slices {
  const days = daysIn(period);
  if (days === 1) return hoursOf(period);
  const unit = days <= 62 ? 'day' : days <= 190 ? 'week' : 'month';
  const starts = startsOf(period, unit);
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...FORMATS[unit] });
  return {
    unit,
    starts: starts.map((day) => instantOf(day, period.timeZone)),
    labels: starts.map((day) => format.format(instantOf(day, 'UTC'))),
  };
}

/** Where each day of the period begins. */
export function dayStarts(period: Period): readonly Date[] {
  return startsOf(period, 'day').map((day) => instantOf(day, period.timeZone));
}

export function daysIn({ firstDay, lastDay }: Pick<Period, 'firstDay' | 'lastDay'>): number {
  return Temporal.PlainDate.from(firstDay).until(Temporal.PlainDate.from(lastDay)).days + 1;
}

const FORMATS = {
  day: { day: 'numeric', month: 'short' },
  week: { day: 'numeric', month: 'short' },
  month: { month: 'short', year: 'numeric' },
} as const;

const HOUR_MS = 3_600_000;

/** By elapsed time, so that the hour which a clock shows twice is two. */
function hoursOf({ from, to, timeZone }: Period): Slices {
  const count = Math.ceil((to.getTime() - from.getTime()) / HOUR_MS);
  const starts = Array.from({ length: count }, (_, hour) => new Date(from.getTime() + hour * HOUR_MS));
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
  return { unit: 'hour', starts, labels: starts.map((start) => format.format(start)) };
}

function startsOf({ firstDay, lastDay }: Period, unit: 'day' | 'week' | 'month'): Temporal.PlainDate[] {
  const last = Temporal.PlainDate.from(lastDay);
  const starts: Temporal.PlainDate[] = [];
  let next = Temporal.PlainDate.from(firstDay);
  while (Temporal.PlainDate.compare(next, last) <= 0) {
    starts.push(next);
    next = nextStart(next, unit);
  }
  return starts;
}

function nextStart(day: Temporal.PlainDate, unit: 'day' | 'week' | 'month'): Temporal.PlainDate {
  if (unit === 'day') return day.add({ days: 1 });
  if (unit === 'week') return day.add({ days: 8 - day.dayOfWeek });
  return day.with({ day: 1 }).add({ months: 1 });
}
