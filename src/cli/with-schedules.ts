import { type ScheduleOperations, scheduleOperations } from '../operators/schedule-operations.ts';
import type { Platform } from '../platform/platform.ts';
import type { CommandContext } from './command-context.ts';
import { noteOf } from './with-operators.ts';
import { withPlatform } from './with-platform.ts';

/** Opens the schedules for one command that changes them. Changes are noted in the audit log. */
export function withSchedules<Result>(
  context: Pick<CommandContext, 'config' | 'application' | 'log'>,
  work: (schedules: ScheduleOperations, platform: Platform) => Promise<Result>,
): Promise<Result> {
  return withPlatform(context, 'schedules', (platform) =>
    work(scheduleOperations(platform, noteOf(platform.database)), platform),
  );
}
