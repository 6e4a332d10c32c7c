import { Temporal } from 'temporal-polyfill';

export type PeriodUnit = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** The unit in which `on` lies, by default the last whole one; or days, both included. */
export type WantedPeriod =
  | { readonly unit: PeriodUnit; readonly on?: string | undefined }
  | { readonly from: string; readonly to: string };

/** Whole days of a zone, as instants. */
export interface Period {
  /** `2030-03-01` */
  readonly firstDay: string;
  /** Still in the period. */
  readonly lastDay: string;
  readonly from: Date;
  /** Not in the period any more. */
  readonly to: Date;
  readonly timeZone: string;
}

/**
 * The days that are meant and the period before them, both by the clock of `timeZone`: a day of 23 or 25 hours is one.
 * Before a unit comes the one before it, before other days as many. Throws {@link RangeError} for what is no day.
 */
export function resolvePeriod(
  wanted: WantedPeriod,
  { now, timeZone }: { readonly now: Date; readonly timeZone: string },
): { readonly period: Period; readonly before: Period } {
  if ('from' in wanted) {
    const from = Temporal.PlainDate.from(wanted.from);
    const to = Temporal.PlainDate.from(wanted.to).add({ days: 1 });
    const days = from.until(to).days;
    if (days < 1) throw new RangeError(`${wanted.from} to ${wanted.to} is no period: expected from ≤ to.`);
    return both(from.subtract({ days }), from, { to, timeZone });
  }
  const { unit, on } = wanted;
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone);
  const within = on === undefined ? lastWhole(unit, today.toPlainDate()) : Temporal.PlainDate.from(on);
  const from = startOf(unit, within);
  return both(from.subtract(STEPS[unit]), from, { to: from.add(STEPS[unit]), timeZone });
}

/** Midnight as the zone has it; where the clocks jump over it, the first instant of the day. */
export function instantOf(day: Temporal.PlainDate, timeZone: string): Date {
  return new Date(day.toZonedDateTime(timeZone).epochMilliseconds);
}

const STEPS: Readonly<Record<PeriodUnit, Temporal.DurationLike>> = {
  day: { days: 1 },
  week: { weeks: 1 },
  month: { months: 1 },
  quarter: { months: 3 },
  year: { years: 1 },
};

function both(
  before: Temporal.PlainDate,
  from: Temporal.PlainDate,
  { to, timeZone }: { readonly to: Temporal.PlainDate; readonly timeZone: string },
): { readonly period: Period; readonly before: Period } {
  return { period: periodOf(from, to, timeZone), before: periodOf(before, from, timeZone) };
}

function periodOf(from: Temporal.PlainDate, to: Temporal.PlainDate, timeZone: string): Period {
  return {
    firstDay: from.toString(),
    lastDay: to.subtract({ days: 1 }).toString(),
    from: instantOf(from, timeZone),
    to: instantOf(to, timeZone),
    timeZone,
  };
}

function lastWhole(unit: PeriodUnit, today: Temporal.PlainDate): Temporal.PlainDate {
  return startOf(unit, today).subtract({ days: 1 });
}

function startOf(unit: PeriodUnit, day: Temporal.PlainDate): Temporal.PlainDate {
  switch (unit) {
    case 'day':
      return day;
    case 'week':
      return day.subtract({ days: day.dayOfWeek - 1 });
    case 'month':
      return day.with({ day: 1 });
    case 'quarter':
      return day.with({ month: Math.floor((day.month - 1) / 3) * 3 + 1, day: 1 });
    case 'year':
      return day.with({ month: 1, day: 1 });
  }
}
