import { alertLowStock } from '../jobs/inventory/alert-low-stock.ts';
import { defineSchedule } from '../src/schedule/definition/define-schedule.ts';

/** Every hour, because a seller can still order on the same day; past the full hour, when the other beats are through. */
export const lowStockScan = defineSchedule({
  name: 'inventory.low-stock-scan',
  job: alertLowStock,
  payload: {},
  cron: '10 * * * *',
  overlap: 'skip',
});
