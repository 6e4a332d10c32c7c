import { reorderAutomatically } from '../jobs/inventory/reorder-automatically.ts';
import { defineSchedule } from '../src/schedule/definition/define-schedule.ts';

/** Before the suppliers' day begins, so that what is ordered goes out the same day. */
export const nightlyReorder = defineSchedule({
  name: 'inventory.nightly-reorder',
  job: reorderAutomatically,
  payload: {},
  cron: '30 4 * * *',
  overlap: 'skip',
});
