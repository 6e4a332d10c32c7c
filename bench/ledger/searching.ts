import type { Database } from '../../src/db/database.ts';
import { findJobs } from '../../src/ledger/search/find-jobs.ts';
import type { JobQuery } from '../../src/ledger/search/job-query.ts';
import { countJobs } from '../../src/ledger/search/count-jobs.ts';
import { median } from '../median.ts';
import type { BenchLedger } from './open-bench-ledger.ts';

const QUERIES: Readonly<Record<string, JobQuery>> = {
  everything: {},
  failed: { states: ['failed'] },
  active: { states: ['active'] },
  waiting: { states: ['waiting'] },
  'of a name': { names: ['job-7'] },
  'failed of a name': { names: ['job-1'], states: ['failed'] },
  'failed of a queue': { queues: ['queue-1'], states: ['failed'] },
  'of a tenant': { tenant: 'tenant-3' },
  'with a tag': { tags: ['tag-4'] },
  'with a rare error': { error: 'mailbox 401 ' },
  'with a common error': { error: 'MailError' },
  'of a time': { since: new Date(Date.now() - 600_000), until: new Date(Date.now() - 300_000) },
};

/** The first page of each search, median of seven, in milliseconds. */
export async function searching({ database }: BenchLedger, rows: number) {
  await fillHistory(database, rows);
  const lines: { what: string; ms: number; found: number }[] = [];
  for (const [name, query] of Object.entries(QUERIES)) {
    const times: number[] = [];
    let found = 0;
    for (let round = 0; round < 7; round += 1) {
      const from = performance.now();
      found = (await findJobs(database, query)).jobs.length;
      times.push(performance.now() - from);
    }
    lines.push({ what: `search among ${rows}: ${name}`, ms: Math.round(10 * median(times)) / 10, found });
  }
  const from = performance.now();
  const { length: found } = await countJobs(database);
  lines.push({ what: `counts of ${rows}`, ms: Math.round(performance.now() - from), found });
  return lines;
}

/** So many jobs of 20 queues in every state, most of them completed, enqueued within the last twenty minutes. */
export async function fillHistory(database: Database, rows: number): Promise<void> {
  for (let from = 0; from < rows; from += 50_000) await database.query(FILL, [from, from + 49_999]);
  await database.query(OPEN);
  await database.query('VACUUM ANALYZE');
}

const FILL = `
INSERT INTO nightshift.jobs (id, created_at, name, queue, version, payload, max_attempts, tenant, tags, state, closed_as,
  error_text, fingerprint, reason, ended_at, attempt, run)
SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(md5(n::text), 1, 3) || '8' ||
    substr(md5(n::text), 4, 15))::uuid,
  at, 'job-' || n % 50, 'queue-' || n % 20, 1, jsonb_build_object('to', 'user' || n || '@example.com', 'n', n), 5,
  CASE WHEN n % 3 = 0 THEN 'tenant-' || n % 1000 END,
  CASE WHEN n % 4 = 0 THEN ARRAY['tag-' || n % 500, 'all'] ELSE '{}' END,
  state, CASE WHEN state IN ('failed', 'cancelled') THEN state END,
  CASE WHEN state = 'failed' THEN 'MailError: mailbox ' || n || ' is unavailable' END,
  CASE WHEN state = 'failed' THEN 'print-' || n % 7 END, CASE WHEN state = 'failed' THEN 'attempts' END, at, 1, 1
FROM generate_series($1::integer, $2::integer) AS n
CROSS JOIN LATERAL (SELECT now() - interval '20 minutes' + n * interval '1 ms' AS at) AS made
CROSS JOIN LATERAL (SELECT CASE WHEN n % 100 < 2 THEN 'failed' WHEN n % 1000 = 500 THEN 'cancelled'
  WHEN n % 50000 = 777 THEN 'active' WHEN n % 200 = 150 THEN 'waiting' ELSE 'completed' END AS state) AS ended`;

const OPEN = `
WITH open AS (SELECT id, queue, state, n FROM nightshift.jobs CROSS JOIN LATERAL (SELECT (payload->>'n')::integer AS n) AS p
  WHERE state IN ('waiting', 'active')
), boxed AS (
  INSERT INTO nightshift.outbox (id, publication, queue, due_at)
  SELECT id, 1, queue, now() + interval '1 hour' FROM open WHERE state = 'waiting' AND n % 400 = 150
)
INSERT INTO nightshift.published (id, queue) SELECT id, queue FROM open WHERE state = 'active' OR n % 400 <> 150`;
