import type { InventoryServices } from '../jobs/inventory/services.ts';
import { Domain } from '../src/domain/domain.ts';
import { defineWorker } from '../src/worker/define-worker.ts';
import { makeInventoryStore } from './services/inventory/inventory-store.ts';

/** Watches stock, orders what runs out, and forecasts demand. */
export default defineWorker({
  queues: ['inventory'],
  services: ({ database, nightshift, log }): InventoryServices => ({
    inventory: makeInventoryStore(new Domain(database, { log })),
    within: (trx) => nightshift.within(trx),
  }),
});
