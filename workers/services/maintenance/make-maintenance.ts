import type { Maintenance } from '../../../jobs/maintenance/services.ts';
import type { Config } from '../../../src/config/load-config.ts';
import type { Database } from '../../../src/db/database.ts';
import { openDomain } from '../../../src/domain/open-domain.ts';
import { dropOldMonths } from '../../../src/domain/behavior/drop-old-months.ts';
import { makeMonthPartitions } from '../../../src/domain/behavior/make-month-partitions.ts';
import { forgetFindings } from '../../../src/domain/fraud/forget-findings.ts';
import { forgetNotifications } from '../../../src/domain/notifications/forget-notifications.ts';
import { forgetReports } from '../../../src/domain/reports/forget-reports.ts';
import { giveKeysAnEnd } from '../../../src/kv/give-keys-an-end.ts';
import type { Kv } from '../../../src/kv/kv.ts';
import { kvChores } from '../../../src/kv/kv-chores.ts';
import { prune } from '../../../src/ledger/partitions/prune.ts';
import { retentionOf } from '../../../src/ledger/partitions/retention.ts';
import type { Log } from '../../../src/telemetry/log.ts';
import { forgetDueTimes } from '../../../src/schedule/store/forget-due-times.ts';

/** A batch that waits for locks may take its time at night. */
const QUERY_TIMEOUT_MS = 120_000;

export interface MaintenanceParts {
  readonly database: Database;
  readonly kv: Kv;
  readonly log: Log;
  readonly keep: Config['retention'];
  /** Deletes a file of a report by its key. */
  readonly removeFile: (key: string) => Promise<void>;
}

/** Prunes the ledger, the sample application and the cache. */
export function makeMaintenance({ database, kv, log, keep, removeFile }: MaintenanceParts): Maintenance {
  const patient = database.withTimeout(QUERY_TIMEOUT_MS);
  const domain = openDomain({ database: patient, kv, log });
  return {
    pruneLedger: () => prune(database, retentionOf(keep)),
    pruneDueTimes: (signal) => forgetDueTimes(patient, keep.dueTimesDays, signal),
    pruneNotifications: (signal) => forgetNotifications(patient, keep.notificationsDays, signal),
    pruneEvents: async (signal) => {
      await makeMonthPartitions(patient);
      return dropOldMonths(patient, keep.eventsDays, signal);
    },
    pruneReports: (signal) => forgetReports(domain, { days: keep.reportsDays, removeFile }, signal),
    pruneFindings: (signal) => forgetFindings(patient, keep.findingsDays, signal),
    cleanExpired: async (endsInMs, signal) => {
      for (const { run } of kvChores(database)) await run();
      if (kv.store.kind !== 'redis') return { looked: 0, givenAnEnd: 0 };
      return giveKeysAnEnd(kv.store.ask, kv.store.prefix, { endsInMs, signal });
    },
  };
}
