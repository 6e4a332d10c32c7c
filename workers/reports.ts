import type { ReportServices } from '../jobs/reports/services.ts';
import { defineWorker } from '../src/worker/define-worker.ts';
import { makeReports } from './services/reports/make-reports.ts';
import { makeReportStore } from './services/reports/report-store.ts';

/** Makes reports. */
export default defineWorker({
  queues: ['reports'],
  // Each holds one connection of the process's eight for as long as it takes.
  concurrency: 3,
  services: ({ config, database, nightshift }): ReportServices => ({
    reports: makeReports(database, makeReportStore(config.dataFolder)),
    within: (trx) => nightshift.within(trx),
  }),
});
