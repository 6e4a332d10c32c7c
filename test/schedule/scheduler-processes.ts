import { fileURLToPath } from 'node:url';
import type { ScheduleOptions } from '../../src/schedule/definition/define-schedule.ts';
import { type Program, startProgram } from '../servers/start-program.ts';

/** A schedule of the note job, as far as JSON carries it. */
export type NoteTimes = Pick<ScheduleOptions, 'name' | 'misfire' | 'graceMs' | 'overlap'> & {
  readonly cron: string;
};

const program = fileURLToPath(new URL('./programs/scheduler.ts', import.meta.url));

/** Starts a scheduler in a process of its own; `under` may be a program that shows it another clock. */
export function startSchedulerProcess(
  databaseUrl: string,
  schedules: readonly NoteTimes[],
  under?: readonly [string, ...string[]],
): Program {
  return startProgram(program, {
    args: [databaseUrl, JSON.stringify(schedules)],
    ...(under && { under }),
  });
}
