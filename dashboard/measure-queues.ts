import type { Operations } from '../src/ledger/operations.ts';
import type { Metrics } from '../src/telemetry/metrics.ts';

/** Tells how many jobs of each queue are in which state, and how long the oldest that could run has waited. */
export function measureQueues(metrics: Metrics, operations: Operations): void {
  metrics.gauge(
    'nightshift_queue_jobs',
    { help: 'Jobs that the ledger has, by queue and state.', labels: ['queue', 'state'] },
    async () =>
      (await operations.stats()).flatMap(({ queue, counts }) =>
        Object.entries(counts).map(([state, jobs]) => [[queue, state], jobs] as const),
      ),
  );
  metrics.gauge(
    'nightshift_queue_oldest_waiting_seconds',
    { help: 'How long the oldest job that could run has waited.', labels: ['queue'] },
    async () =>
      (await operations.stats()).map(
        ({ queue, oldestWaitingMs = 0 }) => [[queue], oldestWaitingMs / 1_000] as const,
      ),
  );
}
