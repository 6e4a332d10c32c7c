import { reportUserEngagement } from '../jobs/reports/report-user-engagement.ts';
import { defineSchedule } from '../src/schedule/definition/define-schedule.ts';

/** By the week, because weekdays and weekends differ more than weeks do; apart from the other reports, so that the database has one at a time. */
export const weeklyEngagement = defineSchedule({
  name: 'reports.weekly-engagement',
  job: reportUserEngagement,
  payload: { period: { unit: 'week' } },
  cron: '15 2 * * 1',
});
