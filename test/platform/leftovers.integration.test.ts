import { randomUUID } from 'node:crypto';
import { Queue as BullMqQueue } from 'bullmq';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { loadConfig } from '../../src/config/load-config.ts';
import { defineJob } from '../../src/job/job-definition.ts';
import { type BrokerKind, defineQueue } from '../../src/job/queue.ts';
import { openPlatform } from '../../src/platform/platform.ts';
import { startPlatformRelay } from '../../src/platform/start-platform-relay.ts';
import { silentLog } from '../../src/telemetry/log.ts';
import { startWorker } from '../../src/worker/start-worker.ts';
import { freshQueueName } from '../servers/fresh-queue-name.ts';
import { migratedDatabase } from '../servers/migrated-database.ts';
import { amqpUrl, redisUrl } from '../servers/urls.ts';
import { until } from '../until.ts';

/** Opens the same two queues on one broker or the other. */
async function setUp() {
  const fresh = await migratedDatabase();
  const prefix = `t${randomUUID().slice(0, 8)}`;
  const env = {
    DATABASE_URL: fresh.url,
    REDIS_URL: redisUrl,
    AMQP_URL: amqpUrl,
    NIGHTSHIFT_REDIS_PREFIX: prefix,
  };
  const names = [freshQueueName('moved'), freshQueueName('moved')] as const;
  const done: number[] = [];
  const warnings: unknown[] = [];
  const log = { ...silentLog, warn: (_: string, fields?: object) => void warnings.push(fields) };
  const [recorded, flood] = names.map((queue, at) =>
    defineJob({
      name: `test.moved-${at}`,
      queue,
      payload: z.strictObject({ n: z.number() }),
      run: ({ n }) => void done.push(n),
    }),
  );
  if (!recorded || !flood) throw new Error('two names give two jobs');
  const open = async (broker: BrokerKind) => {
    const queues = names.map((name, at) =>
      defineQueue({ name, broker, workers: 'test', recorded: at === 0 }),
    );
    const platform = await openPlatform({
      config: loadConfig(env, { envFile: false }),
      queues,
      jobs: [recorded, flood],
      log,
      name: 'test',
    });
    onTestFinished(() => platform.close());
    return { platform, queues };
  };
  onTestFinished(() => fresh.drop());
  return { open, names, prefix, recorded, flood, done, warnings };
}

test('what is left on the broker that a queue was moved from is reported, moved and done', async () => {
  const { open, names, prefix, recorded, flood, done, warnings } = await setUp();
  const before = await open('bullmq');
  await before.platform.producer.enqueueMany(recorded, [{ n: 1 }, { n: 2 }]);
  await before.platform.producer.enqueueMany(flood, [{ n: 3 }, { n: 4 }]);
  const foreign = new BullMqQueue(names[0], { connection: { url: redisUrl }, prefix });
  onTestFinished(() => foreign.close());
  await foreign.add('test.moved-0', { n: 5 });
  const oldBroker = await before.platform.brokers.of({ broker: 'bullmq' });
  const left = async () =>
    (await Promise.all(before.queues.map((queue) => oldBroker.counts(queue)))).map(({ ready }) => ready);
  await until(async () => (await left()).join() === '3,2', { what: 'the messages on the old broker' });

  const after = await open('rabbitmq');
  const relay = await startPlatformRelay(after.platform);
  onTestFinished(() => relay.stop());
  const options = { group: 'test', queues: after.queues, services: {}, concurrency: 2 };
  const worker = await startWorker({ ...after.platform, ...options });
  onTestFinished(() => worker.stop({ graceMs: 2_000 }));

  await until(() => done.length >= 5, { what: 'all five jobs', timeoutMs: 30_000 });
  expect(done.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
  await until(async () => (await left()).join() === '0,0', { what: 'an empty old broker' });
  expect(warnings).toContainEqual({ queue: names[0], broker: 'bullmq', ready: 3, held: 0 });
});
