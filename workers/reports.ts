import type { MaintenanceServices } from '../jobs/maintenance/services.ts';
import type { ReportServices } from '../jobs/reports/services.ts';
import { defineWorker } from '../src/worker/define-worker.ts';
import { makeMaintenance } from './services/maintenance/make-maintenance.ts';
import { makeReports } from './services/reports/make-reports.ts';
import { makeReportStore } from './services/reports/report-store.ts';

/** Makes reports, and removes them and all else whose time is over. */
export default defineWorker({
  queues: ['reports', 'maintenance'],
  // Each holds one connection of the process's eight for as long as it takes.
  concurrency: 3,
  services: ({ config, database, nightshift }): ReportServices & MaintenanceServices => {
    const store = makeReportStore(config.dataFolder);
    return {
      reports: makeReports(database, store),
      maintenance: makeMaintenance(database, config.retention, (key) => store.remove(key)),
      maxPayloadBytes: config.producer.maxPayloadBytes,
      within: (trx) => nightshift.within(trx),
    };
  },
});
