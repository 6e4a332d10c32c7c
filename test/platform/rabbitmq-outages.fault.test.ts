import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { defineJob } from '../../src/job/job-definition.ts';
import { openOperations } from '../../src/ledger/operations.ts';
import { startTcpProxy } from '../faults/tcp-proxy.ts';
import { type RabbitMqServer, startRabbitMq } from '../servers/start-rabbit-mq.ts';
import { until } from '../until.ts';
import { makeBundle } from './bundle.ts';

const JOBS = 20_000;

let server: RabbitMqServer;

beforeAll(async () => {
  server = await startRabbitMq();
});

afterAll(() => server.close());

const count = (queue: string) =>
  defineJob({ name: 'test.count', queue, payload: z.strictObject({ n: z.number() }), run: () => {} });

/** 20,000 jobs under way on two workers that reach the server through a proxy. */
async function setUp() {
  const proxy = await startTcpProxy(server.port);
  onTestFinished(() => proxy.close());
  const carrier = {
    name: 'RabbitMQ',
    broker: 'rabbitmq',
    env: () => ({ AMQP_URL: proxy.urlOf(server.url) }),
  } as const;
  const bundle = await makeBundle(carrier, { jobs: (queue) => [count(queue)] });
  for (let workers = 0; workers < 2; workers++) await bundle.startWorker({ concurrency: 20 });
  const operations = openOperations(bundle.platform.database);
  const counts = async () => (await operations.stats())[0]?.counts;
  const accepting = bundle.producer.enqueueMany(
    count(bundle.queue.name),
    Array.from({ length: JOBS }, (_, n) => ({ n })),
  );
  const completed = async (least: number): Promise<void> => {
    await until(async () => ((await counts())?.completed ?? 0) >= least, {
      what: `${least} jobs to be completed`,
      timeoutMs: 200_000,
      everyMs: 100,
    });
  };
  return { proxy, accepting, completed, counts };
}

test('carries 20,000 jobs through closed connections, a stopped, a killed and a stalled server, each to one end', {
  timeout: 400_000,
}, async () => {
  const { proxy, accepting, completed, counts } = await setUp();

  await completed(1_000);
  await server.ctl('close_all_connections', 'test');
  await completed(3_000);
  proxy.cutAll();
  await completed(5_000);
  await server.ctl('stop_app');
  await server.ctl('start_app');
  await completed(8_000);
  await server.kill();
  await server.start();
  await completed(11_000);
  proxy.toClient.isBlackHole = true;
  await sleep(3_000);
  proxy.heal();

  expect(await accepting).toHaveLength(JOBS);
  await completed(JOBS);
  expect(await counts()).toMatchObject({ completed: JOBS, waiting: 0, published: 0, active: 0, failed: 0 });
});
