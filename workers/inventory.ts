import type { InventoryServices } from '../jobs/inventory/services.ts';
import { openDomain } from '../src/domain/open-domain.ts';
import { defineWorker } from '../src/worker/define-worker.ts';
import { makeInventoryStore } from './services/inventory/inventory-store.ts';

/** Watches stock, orders what runs out, and forecasts demand. */
export default defineWorker({
  queues: ['inventory'],
  services: async ({ database, nightshift, log, kv }): Promise<InventoryServices> => {
    const opened = await kv();
    return {
      inventory: makeInventoryStore(openDomain({ database, kv: opened, log }), opened),
      within: (trx) => nightshift.within(trx),
    };
  },
});
