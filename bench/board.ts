import { parseArgs } from 'node:util';
import { z } from 'zod';
import { startDashboard } from '../dashboard/index.ts';
import { loadConfig } from '../src/config/load-config.ts';
import { defineJob } from '../src/job/job-definition.ts';
import { defineQueue } from '../src/job/queue.ts';
import { openPlatform } from '../src/platform/platform.ts';
import { silentLog } from '../src/telemetry/log.ts';
import { fill, openBenchLedger } from './ledger/open-bench-ledger.ts';
import { fillHistory } from './ledger/searching.ts';
import { median } from './median.ts';

// How soon the board answers, on a database of its own on the server of DATABASE_URL.
const { values } = parseArgs({
  options: {
    waiting: { type: 'string', default: '200000' },
    finished: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '7' },
    json: { type: 'boolean', default: false },
  },
});
const bench = await openBenchLedger(
  process.env['DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres',
);
await fillHistory(bench.database, Number(values.finished));
await fill(bench.ledger, Number(values.waiting));
await bench.database.query('VACUUM ANALYZE');

const names = ['bench', ...Array.from({ length: 20 }, (_, at) => `queue-${at}`)];
const job = defineJob({ name: 'bench.job', queue: 'bench', payload: z.json(), run: () => undefined });
const platform = await openPlatform({
  config: loadConfig({ DATABASE_URL: bench.url, NIGHTSHIFT_DASHBOARD_PORT: '0' }, { envFile: false }),
  queues: names.map((name) => defineQueue({ name, broker: 'bullmq', workers: 'bench' })),
  jobs: [job],
  log: silentLog,
  name: 'bench',
});
const dashboard = await startDashboard(platform);

const PATHS = [
  '/start',
  '/api/queues',
  '/api/queues?activeQueue=bench&status=waiting&page=1&jobsPerPage=10',
  '/api/queues?activeQueue=queue-1&status=completed&page=1&jobsPerPage=10',
  '/api/queues?activeQueue=queue-1&status=failed&page=1&jobsPerPage=10',
  '/search',
  '/search?q=state:waiting',
  '/search?q=state:failed name:job-1 since:1h',
  '/search?q=state:failed error:"mailbox 401 "',
  '/search?q=error:MailError',
  '/search?q=tenant:tenant-3',
  '/failed',
  '/workers',
];
for (const path of PATHS) {
  const firstMs = await timed(path);
  const times: number[] = [];
  for (let round = 0; round < Number(values.rounds); round += 1) times.push(await timed(path));
  const line = { what: path, firstMs, medianMs: median(times), mostMs: Math.max(...times) };
  const { what, ...figures } = line;
  const text = Object.entries(figures).map(([name, value]) => `${name} ${value}`);
  process.stdout.write(values.json ? `${JSON.stringify(line)}\n` : `${what}: ${text.join(', ')}\n`);
}
await dashboard.stop();
await platform.close();
await bench.close();

async function timed(path: string): Promise<number> {
  const from = performance.now();
  const answer = await fetch(new URL(path, dashboard.url));
  await answer.text();
  if (!answer.ok) throw new Error(`${path} was answered ${answer.status}`);
  return Math.round(performance.now() - from);
}
