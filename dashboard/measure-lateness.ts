import { readRelayLags } from '../src/alerts/ledger-figures.ts';
import type { Database } from '../src/db/database.ts';
import { rowsOf } from '../src/db/rows-of.ts';
import type { Registry } from '../src/job/registry.ts';
import { findOverdue } from '../src/schedule/scheduler/find-overdue.ts';
import type { Metrics } from '../src/telemetry/metrics.ts';

/** Tells how late the relays and the schedulers are, and what is wrong. */
export function measureLateness(metrics: Metrics, database: Database, { queues }: Registry): void {
  metrics.gauge(
    'nightshift_relay_lag_seconds',
    { help: 'How long the first job of a queue has been due and is not published.', labels: ['queue'] },
    async () => {
      const lags = await readRelayLags(
        database,
        queues.map(({ name }) => name),
      );
      return lags.map(({ subject, value }) => [[subject], value / 1_000]);
    },
  );
  metrics.gauge(
    'nightshift_schedule_overdue_seconds',
    { help: 'By how much the latest schedule is overdue beyond its tolerance; 0 when none is.' },
    async () => {
      const overdue = await findOverdue(database);
      return [[[], Math.max(0, ...overdue.map(({ overdueMs }) => overdueMs / 1_000))]];
    },
  );
  metrics.gauge('nightshift_alerts_open', { help: 'Alerts that are open, silenced or not.' }, async () => {
    const [row] = await rowsOf<{ readonly open: number }>(database, OPEN_ALERTS);
    return [[[], row?.open ?? 0]];
  });
}

const OPEN_ALERTS = 'SELECT count(*)::integer AS open FROM nightshift.alerts WHERE recovered_at IS NULL';
