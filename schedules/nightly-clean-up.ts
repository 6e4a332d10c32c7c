import { cleanExpired } from '../jobs/maintenance/clean-expired.ts';
import { defineSchedule } from '../src/schedule/definition/define-schedule.ts';

/** At night, because it looks at every key; before the cache is warmed up. */
export const nightlyCleanUp = defineSchedule({
  name: 'maintenance.nightly-clean-up',
  job: cleanExpired,
  payload: {},
  cron: '45 3 * * *',
  overlap: 'skip',
});
