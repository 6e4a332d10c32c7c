import { predictDemand } from '../jobs/inventory/predict-demand.ts';
import { defineSchedule } from '../src/schedule/definition/define-schedule.ts';

/** At night, when yesterday is complete nearly everywhere and the workers have time. */
export const nightlyForecast = defineSchedule({
  name: 'inventory.nightly-forecast',
  job: predictDemand,
  payload: {},
  cron: '30 2 * * *',
  overlap: 'skip',
});
