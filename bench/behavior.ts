import { randomUUID } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { z } from 'zod';
import { trackBehavior } from '../jobs/analytics/track-behavior.ts';
import { loadConfig } from '../src/config/load-config.ts';
import type { Database } from '../src/db/database.ts';
import { makeMonthPartitions } from '../src/domain/behavior/make-month-partitions.ts';
import { defineQueue } from '../src/job/queue.ts';
import { openPlatform, type Platform } from '../src/platform/platform.ts';
import { silentLog } from '../src/telemetry/log.ts';
import { startWorker } from '../src/worker/start-worker.ts';
import analytics from '../workers/analytics.ts';
import { inOwnDatabase } from './in-own-database.ts';
import { median } from './median.ts';
import { Milestone } from './milestone.ts';
import { deleteQueue } from './rabbitmq/delete-queue.ts';

// How many behaviour events a second one worker takes off RabbitMQ (AMQP_URL) and writes to PostgreSQL (DATABASE_URL), beside
// a bare COPY of the same rows into the same table, alternating.
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    events: { type: 'string', default: '100000' },
    json: { type: 'boolean', default: false },
  },
});
const amqpUrl = process.env['AMQP_URL'] ?? 'amqp://guest:guest@127.0.0.1:5672';
const count = Number(values.events);
const queue = defineQueue({
  name: `bench-behavior-${process.pid}`,
  broker: 'rabbitmq',
  workers: 'bench',
  recorded: false,
  prefetch: 1_000,
});
const job = { ...trackBehavior, queue: queue.name };
type Event = z.infer<typeof trackBehavior.payload>;

await inOwnDatabase(async ({ database, url }) => {
  await makeMonthPartitions(database);
  const env = { DATABASE_URL: url, AMQP_URL: amqpUrl, NIGHTSHIFT_ENQUEUE_TIMEOUT_MS: '30000' };
  const config = loadConfig(env, { envFile: false });
  const platform = await openPlatform({
    config,
    queues: [queue],
    jobs: [job],
    log: silentLog,
    name: 'bench',
  });
  const rates = { copy: [] as number[], worker: [] as number[] };
  // One round more than asked for: the first warms up, and is not counted.
  for (let round = 0; round <= Number(values.rounds); round += 1) {
    const events = Array.from({ length: count }, newEvent);
    const copy = await emptied(database, () => copyInto(url, events));
    const worker = await emptied(database, () => workOff(platform, events));
    if (round === 0) continue;
    rates.copy.push(copy);
    rates.worker.push(worker);
  }
  await platform.close();
  await deleteQueue(amqpUrl, queue.name);
  const result = { copy: Math.round(median(rates.copy)), worker: Math.round(median(rates.worker)) };
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ events: count, ...result })}\n`
      : `behaviour events a second: bare COPY ${result.copy}, one worker from RabbitMQ ${result.worker}\n`,
  );
});

function newEvent(): Event {
  const some = (most: number): number => Math.ceil(Math.random() * most);
  return {
    id: randomUUID(),
    occurredAt: new Date(Date.now() - some(1_000)).toISOString(),
    kind: 'view',
    userId: some(2_000),
    productId: some(500),
    sessionId: `session-${some(5_000)}`,
    deviceId: `device-${some(5_000)}`,
    country: 'DE',
    data: { page: '/products', position: some(20) },
  };
}

async function emptied(database: Database, work: () => Promise<number>): Promise<number> {
  const rate = await work();
  const { rows } = await database.query('SELECT count(*)::int AS count FROM app.behavior_events');
  const [{ count: written }] = rows as readonly [{ readonly count: number }]; // always one row
  if (written !== count) throw new Error(`${written} of ${count} events were written.`);
  await database.query('TRUNCATE app.behavior_events');
  return rate;
}

/** Events a second by COPY in text format, which the rows are written in before the clock starts. */
async function copyInto(url: string, events: readonly Event[]): Promise<number> {
  const lines = events.map((event) => {
    const { id, occurredAt, kind, userId, productId, sessionId, deviceId, country, data } = event;
    const columns = [
      id,
      occurredAt,
      userId,
      productId,
      kind,
      sessionId,
      deviceId,
      country,
      JSON.stringify(data),
    ];
    return `${columns.join('\t')}\n`;
  });
  const client = new Client({ connectionString: url });
  await client.connect();
  const startedAt = performance.now();
  await pipeline(
    lines,
    client.query(
      copyFrom(
        'COPY app.behavior_events (id, occurred_at, user_id, product_id, kind, session_id, device_id, country, data) FROM STDIN',
      ),
    ),
  );
  const rate = perSecond(count, startedAt);
  await client.end();
  return rate;
}

/** Events a second of a worker whose queue is full before it starts; the clock starts when a tenth is done. */
async function workOff(platform: Platform, events: readonly Event[]): Promise<number> {
  await platform.producer.enqueueMany(job, events);
  const warm = new Milestone(count / 10);
  const done = new Milestone(count);
  let handled = 0;
  const worker = await startWorker({
    group: 'bench',
    queues: [queue],
    services: await analytics.services({ ...platform, nightshift: platform.producer }),
    concurrency: 2,
    ...platform,
    onEnd: () => {
      handled += 1;
      warm.pass(handled);
      done.pass(handled);
    },
  });
  await warm.passed;
  const from = handled;
  const startedAt = performance.now();
  await done.passed;
  const rate = perSecond(count - from, startedAt);
  await worker.stop({ graceMs: 5_000 });
  return rate;
}

function perSecond(events: number, startedAt: number): number {
  return (events * 1_000) / (performance.now() - startedAt);
}
