import { summarizeDay } from '../jobs/analytics/summarize-day.ts';
import { defineSchedule } from '../src/schedule/definition/define-schedule.ts';

/** Soon after midnight, so that the figures of yesterday are there when people come to work; every missed day is made up for. */
export const dailySummary = defineSchedule({
  name: 'analytics.daily-summary',
  job: summarizeDay,
  payload: {},
  cron: '20 0 * * *',
  misfire: 'all',
});
