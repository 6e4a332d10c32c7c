import { checkSchedules } from '../definition/check-schedules.ts';
import type { Schedule } from '../definition/define-schedule.ts';
import { codedSchedule } from '../store/stored-schedule.ts';
import { RunningScheduler, type RunningSchedulerParts } from './running-scheduler.ts';

export interface SchedulerParts extends RunningSchedulerParts {
  readonly schedules: readonly Schedule[];
}

export interface Scheduler {
  /** Resolves once the schedules are stored and the first look at the due ones is done. */
  readonly ready: Promise<void>;
  /** Which due times are overdue beyond their tolerance, or that nobody looks for them; `undefined` while it is live. */
  readonly whyNotLive: string | undefined;
  /** Finishes the look under way and stops. */
  close(): Promise<void>;
}

/**
 * Starts a scheduler. Any number may run, and each may die at any instruction: a due time is claimed in the
 * transaction that accepts its job. PostgreSQL may be away, at the start too.
 *
 * @throws InvalidSchedulesError listing every schedule that does not fit its job
 */
export async function startScheduler(parts: SchedulerParts): Promise<Scheduler> {
  const { schedules, registry, maxPayloadBytes } = parts;
  await checkSchedules(schedules, registry, maxPayloadBytes);
  return new RunningScheduler(
    parts,
    schedules.map((schedule) => codedSchedule(schedule, registry)),
  );
}
