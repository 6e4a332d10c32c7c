import { expect, test } from 'vitest';
import { z } from 'zod';
import { rowsOf } from '../../src/db/rows-of.ts';
import { RetryLaterError } from '../../src/job/handler-errors.ts';
import { defineJob } from '../../src/job/job-definition.ts';
import { startPlatformRelay } from '../../src/platform/start-platform-relay.ts';
import { until } from '../until.ts';
import { makeBundle } from './bundle.ts';
import { CARRIERS } from './carriers.ts';

const [redis, postgres] = CARRIERS as unknown as readonly [(typeof CARRIERS)[0], (typeof CARRIERS)[0]];

test('three workers and two relays never run more of a job than its global concurrency', async () => {
  let running = 0;
  const most = { running: 0, done: 0 };
  const { producer, platform, startWorker } = await makeBundle(redis, {
    jobs: (queue) => [
      defineJob({
        name: 'test.limited',
        queue,
        payload: z.number(),
        globalConcurrency: 2,
        run: async () => {
          most.running = Math.max(most.running, (running += 1));
          await new Promise((resolve) => setTimeout(resolve, 20));
          running -= 1;
          most.done += 1;
        },
      }),
    ],
  });
  const relay = await startPlatformRelay(platform);
  await Promise.all([startWorker(), startWorker(), startWorker()]);
  await producer.enqueueMany(
    platform.registry.getJob('test.limited'),
    Array.from({ length: 30 }, (_, n) => n),
  );
  await until(() => most.done === 30, { what: 'all jobs', timeoutMs: 25_000 });
  await relay.stop();
  expect(most.running).toBe(2);
});

test('the jobs of a tenant with a few run while one with hundreds waits', async () => {
  const order: string[] = [];
  const { producer, platform, startWorker } = await makeBundle(postgres, {
    queue: { fairBy: 'tenant' },
    jobs: (queue) => [
      defineJob({
        name: 'test.fair',
        queue,
        payload: z.string(),
        tenant: (tenant) => tenant,
        run: (tenant) => void order.push(tenant),
      }),
    ],
  });
  const job = platform.registry.getJob('test.fair');
  await producer.enqueueMany(
    job,
    Array.from({ length: 300 }, () => 'many'),
  );
  await producer.enqueueMany(job, ['few', 'few']);
  await startWorker({ concurrency: 2 });
  await until(() => order.filter((tenant) => tenant === 'few').length === 2, { what: 'the few' });
  expect(order.length).toBeLessThan(40);
});

test('a provider that says when to come back stops its own key, and no other', async () => {
  const runs: { key: string; atMs: number }[] = [];
  const { producer, platform, startWorker } = await makeBundle(redis, {
    jobs: (queue) => [
      defineJob({
        name: 'test.provider',
        queue,
        payload: z.strictObject({ key: z.string() }),
        retry: { baseDelayMs: 1, maxDelayMs: 1 },
        rateLimit: { max: 1, perMs: 50, key: 'key' },
        run: ({ key }, { job }) => {
          runs.push({ key, atMs: performance.now() });
          if (key === 'busy' && job.attempt === 1 && runs.filter((run) => run.key === 'busy').length === 1)
            throw new RetryLaterError('429', { afterMs: 3_000 });
        },
      }),
    ],
  });
  const job = platform.registry.getJob('test.provider');
  await startWorker();
  await producer.enqueue(job, { key: 'busy' });
  await until(() => runs.length === 1, { what: 'the first answer' });
  await until(
    async () =>
      (await rowsOf(platform.database, 'SELECT FROM nightshift.buckets WHERE tokens > 1')).length > 0,
    { what: 'the closing of the key' },
  );
  await producer.enqueueMany(job, [{ key: 'busy' }, { key: 'free' }, { key: 'free' }]);
  await until(() => runs.filter(({ key }) => key === 'free').length === 2, { what: 'the other key' });
  expect(runs.filter(({ key }) => key === 'busy')).toHaveLength(1);
  await until(() => runs.filter(({ key }) => key === 'busy').length === 3, { what: 'the closed key' });
  expect((runs.findLast(({ key }) => key === 'busy')?.atMs ?? 0) - (runs[0]?.atMs ?? 0)).toBeGreaterThan(
    2_900,
  );
});
