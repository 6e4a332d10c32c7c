import { prune } from '../jobs/maintenance/prune.ts';
import { defineSchedule } from '../src/schedule/definition/define-schedule.ts';

/** After the reports and forecasts of the night, which may still read what is removed, and while few write. */
export const nightlyPrune = defineSchedule({
  name: 'maintenance.nightly-prune',
  job: prune,
  payload: {},
  cron: '15 4 * * *',
  overlap: 'skip',
});
