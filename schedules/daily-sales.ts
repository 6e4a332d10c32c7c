import { reportSales } from '../jobs/reports/report-sales.ts';
import { defineSchedule } from '../src/schedule/definition/define-schedule.ts';

/** Early, so that the figures of yesterday are there before anyone asks for them; half an hour and more after midnight, when the last orders of the day are written. */
export const dailySales = defineSchedule({
  name: 'reports.daily-sales',
  job: reportSales,
  payload: { period: { unit: 'day' } },
  cron: '30 1 * * *',
});
