import { reportInventory } from '../jobs/reports/report-inventory.ts';
import { defineSchedule } from '../src/schedule/definition/define-schedule.ts';

/** On Monday too, so that what is short and what does not sell is known when orders go to suppliers in the week. */
export const weeklyInventory = defineSchedule({
  name: 'reports.weekly-inventory',
  job: reportInventory,
  payload: { period: { unit: 'week' } },
  cron: '30 2 * * 1',
});
