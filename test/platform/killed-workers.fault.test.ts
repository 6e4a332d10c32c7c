import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { defineJob } from '../../src/job/job-definition.ts';
import { openOperations } from '../../src/ledger/operations.ts';
import { freshFolder } from '../servers/fresh-folder.ts';
import { until } from '../until.ts';
import { type Bundle, makeBundle } from './bundle.ts';
import { CARRIERS, type Carrier } from './carriers.ts';
import { startWorkerProcess } from './start-worker-process.ts';

const effect = (queue: string) =>
  defineJob({ name: 'test.effect', queue, payload: z.strictObject({ n: z.number() }), run: () => {} });

// Processes that load everything anew, on a machine that may be busy.
const TIMEOUT_MS = 300_000;

/** Most of the time goes by in waiting until a dead worker's jobs may be taken, so the carriers wait side by side. */
async function onEach(run: (carrier: Carrier) => Promise<void>): Promise<void> {
  const runNamed = async (carrier: Carrier): Promise<void> => {
    try {
      await run(carrier);
    } catch (cause) {
      throw new Error(`on ${carrier.name}`, { cause });
    }
  };
  await Promise.all(CARRIERS.map(runNamed));
}

async function setup(carrier: Carrier) {
  const bundle = await makeBundle(carrier, { jobs: (queue) => [effect(queue)] });
  const file = join(await freshFolder(), 'effects');
  writeFileSync(file, '');
  const effects = (): readonly number[] => readFileSync(file, 'utf8').split('\n').filter(Boolean).map(Number);
  return { ...bundle, file, effects, job: effect(bundle.queue.name) };
}

const unfinished = async ({ platform }: Bundle): Promise<number> => {
  const [stats] = await openOperations(platform.database).stats();
  return stats ? stats.counts.waiting + stats.counts.published + stats.counts.active : 0;
};

test(
  '2,000 jobs over three workers of which one is killed: nothing is lost and nothing done twice',
  { timeout: TIMEOUT_MS },
  () =>
    onEach(async (carrier) => {
      const { file, effects, job, ...bundle } = await setup(carrier);
      const [victim] = await Promise.all([1, 2, 3].map(() => startWorkerProcess(bundle, { file })));
      await bundle.producer.enqueueMany(
        job,
        Array.from({ length: 2_000 }, (_, n) => ({ n })),
      );
      await until(() => effects().length > 200, { what: 'the first effects', timeoutMs: 60_000 });
      victim?.child.kill('SIGKILL');
      await until(async () => (await unfinished(bundle)) === 0, {
        what: 'every job to end',
        timeoutMs: 180_000,
      });
      const done = effects();
      const { jobs: failed } = await openOperations(bundle.platform.database).find({ states: ['failed'] });
      // A worker killed between an effect and its record leaves a job that only a person can judge.
      expect(failed.every(({ reason }) => reason === 'ambiguous')).toBe(true);
      expect(new Set(done).size).toBe(done.length);
      const accounted = new Set([...done, ...failed.map(({ payload }) => (payload as { n: number }).n)]);
      expect(accounted.size).toBe(2_000);
    }),
);

test('SIGTERM lets attempts end, gives the rest back and exits with 0', { timeout: TIMEOUT_MS }, () =>
  onEach(async (carrier) => {
    const { file, effects, job, ...bundle } = await setup(carrier);
    const worker = await startWorkerProcess(bundle, { file, busyMs: 300, graceMs: 5_000 });
    await bundle.producer.enqueueMany(
      job,
      Array.from({ length: 50 }, (_, n) => ({ n })),
    );
    await until(() => effects().length > 0, { what: 'the first effect', timeoutMs: 60_000 });
    worker.child.kill('SIGTERM');
    expect(await worker.ended).toBe(0);
    const before = effects().length;
    expect(before).toBeLessThan(50);
    await startWorkerProcess(bundle, { file });
    await until(async () => (await unfinished(bundle)) === 0, {
      what: 'every job to end',
      timeoutMs: 60_000,
    });
    expect(effects().toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, n) => n));
  }),
);

test(
  'a job that kills its process fails as poison, and its neighbours are done',
  { timeout: TIMEOUT_MS },
  () =>
    onEach(async (carrier) => {
      const { file, effects, job, ...bundle } = await setup(carrier);
      const over = new AbortController();
      const supervise = async (): Promise<void> => {
        while (!over.signal.aborted) await (await startWorkerProcess(bundle, { file })).ended;
      };
      onTestFinished(() => over.abort());
      for (let workers = 0; workers < 2; workers += 1) void supervise().catch(() => undefined);
      await bundle.producer.enqueueMany(job, [{ n: -1 }, ...Array.from({ length: 200 }, (_, n) => ({ n }))]);
      const operations = openOperations(bundle.platform.database);
      const poisoned = await until(
        async () =>
          (await operations.find({ states: ['failed'] })).jobs.find(({ reason }) => reason === 'poison'),
        { what: 'the bomb to fail', timeoutMs: 110_000, everyMs: 200 },
      );
      expect(poisoned.payload).toEqual({ n: -1 });
      await until(async () => (await unfinished(bundle)) === 0, {
        what: 'the others to end',
        timeoutMs: 60_000,
      });
      over.abort();
      const done = effects();
      const { jobs: failed } = await operations.find({ states: ['failed'] });
      expect(new Set(done).size).toBe(done.length);
      expect(failed.filter(({ reason }) => reason === 'poison')).toHaveLength(1);
      expect(done.length + failed.length - 1).toBe(200);
    }),
);
