import type { Schedule } from '../src/schedule/definition/define-schedule.ts';
import { taskReminders } from './task-reminders.ts';

/** The beat: every schedule that this repository defines, one file each, which says why it runs when it does. */
export const schedules: readonly Schedule[] = [taskReminders];
