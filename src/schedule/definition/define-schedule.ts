import type { JobDefinition, PayloadInput } from '../../job/job-definition.ts';
import type { Timing, TimingBounds } from '../timing/timing.ts';
import { findCronProblem } from './find-cron-problem.ts';
import { findOptionProblems } from './find-option-problems.ts';
import { findTimeZoneProblem } from './find-time-zone-problem.ts';
import { findEveryProblem, parseEvery } from './parse-every.ts';
import { InvalidScheduleError } from './schedule-errors.ts';

/** What happens to due times that nobody fired within their grace time: none of them, the last of them, or each. */
export type Misfire = 'skip' | 'latest' | 'all';

/** What happens at a due time while the schedule's last job has not ended: fire anyway, pass over it, or wait for the job's end. */
export type Overlap = 'allow' | 'skip' | 'queue';

interface CommonOptions<Job extends JobDefinition> {
  /** Unique; lower case letters, digits, `.`, `-` and `_`. It is the schedule's identity over deploys. */
  readonly name: string;
  readonly job: Job;
  /** The payload of every job it enqueues; the due time itself is `job.scheduledFor` in the handler's context. */
  readonly payload: PayloadInput<Job>;
  /** IANA name of the zone whose wall clock counts. Default `UTC`. */
  readonly timeZone?: string;
  /** No due time before this instant. Default: none. */
  readonly startAt?: Date;
  /** No due time after this instant. Default: none. */
  readonly endAt?: Date;
  /** Default `latest`. */
  readonly misfire?: Misfire;
  /** A due time found later than this many milliseconds is missed: `misfire` decides, and its job is told `isLate`. Default 15,000. */
  readonly graceMs?: number;
  /** Default `allow`. */
  readonly overlap?: Overlap;
  /** Each job may start up to this many milliseconds after its due time, the same for one due time everywhere. Default 0. */
  readonly jitterMs?: number;
  /** Pauses the schedule when this many of its jobs in a row have failed. Default: never. */
  readonly pauseAfterFailures?: number;
  /** A due time overdue by more than this many milliseconds makes the scheduler not live. Default 60,000. */
  readonly toleranceMs?: number;
}

/** One schedule: which job, with what, and when. Give either `cron` or `every`. */
export type ScheduleOptions<Job extends JobDefinition = JobDefinition> = CommonOptions<Job> &
  (
    | {
        /** Five fields, or six with seconds first. */
        readonly cron: string;
        readonly every?: undefined;
      }
    | {
        /** `90s`, `15m`, `6h`, `7d` of real time, counted from `startAt`, or from the epoch without it. */
        readonly every: string;
        readonly cron?: undefined;
      }
  );

/** A schedule with its defaults filled in: data only. */
export interface Schedule {
  readonly name: string;
  readonly job: JobDefinition;
  readonly payload: unknown;
  readonly timing: Timing;
  readonly misfire: Misfire;
  readonly graceMs: number;
  readonly overlap: Overlap;
  readonly jitterMs: number;
  readonly pauseAfterFailures?: number;
  readonly toleranceMs: number;
}

/**
 * Defines a schedule. Cheap and without side effects. The payload is checked against the job's schema when a
 * scheduler starts.
 *
 * @throws InvalidScheduleError listing everything that is wrong, with a pointer into the cron expression
 */
export function defineSchedule<Job extends JobDefinition>(options: ScheduleOptions<Job>): Schedule {
  const problems = findProblems(options);
  if (problems.length > 0) throw new InvalidScheduleError(options.name, problems);
  const { name, job, payload, pauseAfterFailures } = options;
  return Object.freeze({
    name,
    job,
    payload,
    timing: timingOf(options),
    misfire: options.misfire ?? 'latest',
    graceMs: options.graceMs ?? 15_000,
    overlap: options.overlap ?? 'allow',
    jitterMs: options.jitterMs ?? 0,
    ...(pauseAfterFailures === undefined ? {} : { pauseAfterFailures }),
    toleranceMs: options.toleranceMs ?? 60_000,
  });
}

function timingOf({ cron, every, timeZone = 'UTC', startAt, endAt }: ScheduleOptions): Timing {
  const bounds: TimingBounds = {
    ...(startAt ? { startAtMs: startAt.getTime() } : {}),
    ...(endAt ? { endAtMs: endAt.getTime() } : {}),
  };
  return cron === undefined
    ? { kind: 'every', everyMs: parseEvery(every) ?? 0, timeZone, ...bounds }
    : { kind: 'cron', cron: cron.trim().replaceAll(/\s+/g, ' '), timeZone, ...bounds };
}

function findProblems(options: ScheduleOptions): string[] {
  const { name, cron, every, timeZone = 'UTC', startAt, endAt } = options;
  const found = [
    /^[a-z0-9][a-z0-9._-]{0,119}$/.test(name)
      ? undefined
      : 'name must be 1 to 120 lower case letters, digits, ".", "-" or "_"',
    (cron === undefined) === (every === undefined) ? 'give either cron or every' : undefined,
    cron === undefined ? undefined : findCronProblem(cron),
    every === undefined ? undefined : findEveryProblem(every),
    findTimeZoneProblem(timeZone),
    startAt && endAt && startAt > endAt ? 'endAt must not be before startAt' : undefined,
    ...findOptionProblems(options),
  ];
  return found.filter((problem) => problem !== undefined);
}
