import { closest } from '../../job/closest.ts';
import type { ScheduleOptions } from './define-schedule.ts';

/** What is wrong with the options of a schedule beside its name and times; also what the types would have refused. */
export function findOptionProblems(options: ScheduleOptions): readonly (string | undefined)[] {
  const { job, misfire, overlap, startAt, endAt, graceMs, jitterMs, toleranceMs, pauseAfterFailures } =
    options;
  const dayMs = 86_400_000;
  return [
    ...Object.keys(options).map(unknownOption),
    typeof (job as Partial<typeof job> | undefined)?.run === 'function' // a wrong import gives undefined
      ? undefined
      : 'job must be a job definition, as defineJob gives it; is its import right?',
    amongst('misfire', misfire, ['skip', 'latest', 'all']),
    amongst('overlap', overlap, ['allow', 'skip', 'queue']),
    noDate('startAt', startAt),
    noDate('endAt', endAt),
    outside('graceMs', graceMs, 0, 7 * dayMs),
    outside('jitterMs', jitterMs, 0, dayMs),
    outside('toleranceMs', toleranceMs, 1_000, 7 * dayMs),
    outside('pauseAfterFailures', pauseAfterFailures, 1, 1_000),
  ];
}

const NAMES: Readonly<Record<keyof ScheduleOptions, true>> = {
  name: true,
  job: true,
  payload: true,
  cron: true,
  every: true,
  timeZone: true,
  startAt: true,
  endAt: true,
  misfire: true,
  graceMs: true,
  overlap: true,
  jitterMs: true,
  pauseAfterFailures: true,
  toleranceMs: true,
};
/** Of a schedule that was spread into another; its times are given anew. */
const OF_A_SCHEDULE = 'timing';

function unknownOption(name: string): string | undefined {
  if (Object.hasOwn(NAMES, name) || name === OF_A_SCHEDULE) return undefined;
  const near = closest(name, Object.keys(NAMES));
  return `${name} is unknown${near === undefined ? '' : `; did you mean ${near}?`}`;
}

function amongst(name: string, value: unknown, choice: readonly string[]): string | undefined {
  return value === undefined || choice.some((each) => each === value)
    ? undefined
    : `${name} ${JSON.stringify(value)} is not known, expected ${choice.join(', ')}`;
}

function noDate(name: string, value: unknown): string | undefined {
  return value === undefined || (value instanceof Date && !Number.isNaN(value.getTime()))
    ? undefined
    : `${name} must be a valid Date`;
}

function outside(name: string, value: number | undefined, min: number, max: number): string | undefined {
  const isFine = value === undefined || (Number.isInteger(value) && value >= min && value <= max);
  return isFine ? undefined : `${name} ${value} is not usable, expected a whole number from ${min} to ${max}`;
}
