import { recommend } from '../jobs/analytics/recommend.ts';
import { defineSchedule } from '../src/schedule/definition/define-schedule.ts';

/** At night, when yesterday's purchases are in and the database has time. */
export const nightlyRecommendations = defineSchedule({
  name: 'analytics.nightly-recommendations',
  job: recommend,
  payload: {},
  cron: '15 3 * * *',
  overlap: 'skip',
});
