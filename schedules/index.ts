import type { Schedule } from '../src/schedule/definition/define-schedule.ts';
import { lowStockScan } from './low-stock-scan.ts';
import { nightlyForecast } from './nightly-forecast.ts';
import { nightlyReorder } from './nightly-reorder.ts';
import { taskReminders } from './task-reminders.ts';

/** The beat: every schedule that this repository defines, one file each, which says why it runs when it does. */
export const schedules: readonly Schedule[] = [taskReminders, lowStockScan, nightlyReorder, nightlyForecast];
