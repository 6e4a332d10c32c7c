import { cleanUpImages } from '../jobs/images/clean-up.ts';
import { defineSchedule } from '../src/schedule/definition/define-schedule.ts';

/** At night, when nobody waits for a temporary picture any more. */
export const imageCleanUp = defineSchedule({
  name: 'images.nightly-clean-up',
  job: cleanUpImages,
  payload: {},
  cron: '45 3 * * *',
  overlap: 'skip',
});
