import type { Database } from '../src/db/database.ts';
import { rowsOf } from '../src/db/rows-of.ts';
import type { Metrics } from '../src/telemetry/metrics.ts';

/** Tells how many jobs had to be carried over again; a rise says that a broker has forgotten what it was given. */
export function measureRecoveries(metrics: Metrics, database: Database): void {
  metrics.gauge(
    'nightshift_jobs_carried_again',
    {
      help: 'Jobs of the last 90 days that were carried over again, because a broker forgot them or their worker died with nothing redelivered; "*" stands for several queues.',
      labels: ['queue'],
    },
    async () => {
      const rows = await rowsOf<{ readonly queue: string; readonly jobs: number }>(database, CARRIED_AGAIN);
      return rows.map(({ queue, jobs }) => [[queue], jobs] as const);
    },
  );
}

const CARRIED_AGAIN = `
SELECT queue, sum(repeated + released)::float8 AS jobs FROM nightshift.recoveries GROUP BY queue ORDER BY queue`;
