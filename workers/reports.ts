import type { CacheServices } from '../jobs/cache/services.ts';
import type { MaintenanceServices } from '../jobs/maintenance/services.ts';
import type { ReportServices } from '../jobs/reports/services.ts';
import { openDomain } from '../src/domain/open-domain.ts';
import { defineWorker } from '../src/worker/define-worker.ts';
import { publicAddress } from '../src/config/public-address.ts';
import { openMedia } from '../src/media/open-media.ts';
import { makeWarming } from './services/cache/make-warming.ts';
import { makeMaintenance } from './services/maintenance/make-maintenance.ts';
import { makeReports } from './services/reports/make-reports.ts';

/** Makes reports, removes them and all else whose time is over, and keeps the cache warm. */
export default defineWorker({
  queues: ['reports', 'maintenance'],
  // Each holds one connection of the process's eight for as long as it takes.
  concurrency: 3,
  services: async ({
    config,
    database,
    nightshift,
    log,
    kv,
  }): Promise<ReportServices & MaintenanceServices & CacheServices> => {
    const opened = await kv();
    const domain = openDomain({ database, kv: opened, log });
    const media = openMedia(config);
    return {
      reports: makeReports({ database, domain, media }),
      maintenance: makeMaintenance({
        database,
        kv: opened,
        log,
        keep: config.retention,
        removeFile: (key) => media.remove(key),
      }),
      warming: makeWarming(opened, domain.reader),
      boardLink: (path) => publicAddress(config.dashboard, path),
      maxPayloadBytes: config.producer.maxPayloadBytes,
      within: (trx) => nightshift.within(trx),
    };
  },
});
