import type { AnalyticsServices } from '../jobs/analytics/services.ts';
import { openDomain } from '../src/domain/open-domain.ts';
import { defineWorker } from '../src/worker/define-worker.ts';
import { makeAnalyticsStore } from './services/analytics/analytics-store.ts';

/** Writes what users do, and finds out what it means. */
export default defineWorker({
  queues: ['behavior-events', 'analytics', 'analytics-backfill'],
  services: async ({ database, nightshift, log, kv }): Promise<AnalyticsServices> => {
    const opened = await kv();
    return {
      analytics: makeAnalyticsStore(openDomain({ database, kv: opened, log })),
      rank: (scores) => opened.activity.rank(scores),
      within: (trx) => nightshift.within(trx),
    };
  },
});
