import { warmCache } from '../jobs/cache/warm.ts';
import { defineSchedule } from '../src/schedule/definition/define-schedule.ts';

/** Before each hour of the morning peak, when most users come back after a night in which everything has expired. */
export const cacheWarmUp = defineSchedule({
  name: 'cache.warm-up',
  job: warmCache,
  payload: {},
  cron: '45 5-9 * * *',
  overlap: 'skip',
});
