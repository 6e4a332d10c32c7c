import { reportProfitLoss } from '../jobs/reports/report-profit-loss.ts';
import { defineSchedule } from '../src/schedule/definition/define-schedule.ts';

/** On Monday, for the week that ended with Sunday, and before the meetings in which it is read. */
export const weeklyProfitLoss = defineSchedule({
  name: 'reports.weekly-profit-loss',
  job: reportProfitLoss,
  payload: { period: { unit: 'week' } },
  cron: '0 2 * * 1',
});
