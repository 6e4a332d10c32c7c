import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { kyselyOf } from '../../src/db/kysely-of.ts';
import type { AbortReason, JobInfo } from '../../src/job/handler-context.ts';
import { AmbiguousError, PermanentError } from '../../src/job/handler-errors.ts';
import { defineJob, type JobDefinition } from '../../src/job/job-definition.ts';
import { newJobId } from '../../src/job/job-id.ts';
import { cancel, completed, snooze } from '../../src/job/outcome.ts';
import { until } from '../until.ts';
import { makeBundle } from './bundle.ts';
import { CARRIERS } from './carriers.ts';

const QUICK = { maxAttempts: 3, baseDelayMs: 20, maxDelayMs: 40 };

/** A job that notes each of its attempts and then does what the test says. */
function noting(
  name: string,
  queue: string,
  run: (n: number, job: JobInfo, signal: AbortSignal) => unknown = () => {},
) {
  const seen: { readonly n: number; readonly attempt: number; readonly atMs: number }[] = [];
  const definition = defineJob({
    name,
    queue,
    payload: z.strictObject({ n: z.number() }),
    retry: QUICK,
    run: async ({ n }, { job, signal }) => {
      seen.push({ n, attempt: job.attempt, atMs: Date.now() });
      return (await run(n, job, signal)) as ReturnType<typeof completed> | undefined;
    },
  });
  return { definition, seen };
}

describe.each(CARRIERS)('on $name', (carrier) => {
  /** One job definition on a fresh queue, with a worker that runs it. */
  async function setup(run?: (n: number, job: JobInfo, signal: AbortSignal) => unknown, concurrency = 5) {
    let noted = noting('test.note', 'unused');
    const bundle = await makeBundle(carrier, {
      jobs: (queue) => {
        noted = noting('test.note', queue, run);
        return [noted.definition];
      },
    });
    const worker = await bundle.startWorker({ concurrency });
    const stateOf = async (id: string): Promise<unknown> => {
      const { rows } = await bundle.platform.database.query(
        'select state from nightshift.jobs where id = $1',
        [id],
      );
      return (rows[0] as { readonly state: string } | undefined)?.state;
    };
    return { ...bundle, ...noted, worker, stateOf };
  }

  test('runs jobs in the order they were enqueued', async () => {
    const { producer, definition, seen } = await setup(undefined, 1);
    const jobs = await producer.enqueueMany(
      definition,
      Array.from({ length: 100 }, (_, n) => ({ n })),
    );
    await Promise.all(jobs.map((job) => job.result()));
    expect(seen.map(({ n }) => n)).toEqual(Array.from({ length: 100 }, (_, n) => n));
  });

  test('gives the result to whoever waits for it', async () => {
    const { producer, definition } = await setup((n) => completed({ twice: n * 2 }));
    const job = await producer.enqueue(definition, { n: 21 });
    expect(await job.result()).toEqual({ twice: 42 });
  });

  test('runs a delayed job when its time has come and not before', async () => {
    const { producer, definition, seen } = await setup();
    const enqueuedAt = Date.now();
    const job = await producer.enqueue(definition, { n: 1 }, { delayMs: 400 });
    await job.result();
    expect(seen[0]?.atMs).toBeGreaterThanOrEqual(enqueuedAt + 395);
  });

  test('tries a failed job again until it succeeds', async () => {
    const { producer, definition, seen } = await setup((_, { attempt }) => {
      if (attempt < 3) throw new Error(`attempt ${attempt}`);
    });
    const job = await producer.enqueue(definition, { n: 1 });
    await job.result();
    expect(seen.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
  });

  test('fails a job after its last attempt and says why', async () => {
    const { producer, definition, seen } = await setup(() => {
      throw new Error('no luck');
    });
    const job = await producer.enqueue(definition, { n: 1 });
    await expect(job.result()).rejects.toThrow(/attempts.*no luck/);
    expect(seen).toHaveLength(3);
  });

  test.each([
    [new PermanentError('cannot work'), 'permanent'],
    [new AmbiguousError('who knows'), 'ambiguous'],
  ])('never tries again after a %s', async (error, reason) => {
    const { producer, definition, seen } = await setup(() => {
      throw error;
    });
    const job = await producer.enqueue(definition, { n: 1 });
    await expect(job.result()).rejects.toThrow(new RegExp(reason));
    expect(seen).toHaveLength(1);
  });

  test('gives a snoozed attempt back', async () => {
    let snoozes = 0;
    const { producer, definition, seen } = await setup(() => (snoozes++ < 2 ? snooze(30) : undefined));
    await (await producer.enqueue(definition, { n: 1 })).result();
    expect(seen.map(({ attempt }) => attempt)).toEqual([1, 1, 1]);
  });

  test('a job that cancels itself is not a failure', async () => {
    const { producer, definition } = await setup(() => cancel('not needed'));
    const job = await producer.enqueue(definition, { n: 1 });
    await expect(job.result()).rejects.toMatchObject({ code: 'JOB_CANCELLED' });
  });

  test('a cancelled job that waits never runs', async () => {
    const { producer, definition, seen } = await setup();
    const job = await producer.enqueue(definition, { n: 1 }, { delayMs: 300 });
    expect(await producer.cancel(job.id)).toBe('cancelled');
    await (await producer.enqueue(definition, { n: 2 }, { delayMs: 400 })).result();
    expect(seen.map(({ n }) => n)).toEqual([2]);
  });

  test('a cancelled job that runs is told within a second', async () => {
    const reasons: AbortReason[] = [];
    const { producer, definition, seen, stateOf } = await setup(
      (_n, _job, signal) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            reasons.push(signal.reason as AbortReason);
            reject(new Error('stopped'));
          });
        }),
    );
    const job = await producer.enqueue(definition, { n: 1 });
    await until(() => seen.length === 1, { what: 'the job to run' });
    await until(async () => (await stateOf(job.id)) === 'active', {
      what: 'the ledger to know that it runs',
    });
    expect(await producer.cancel(job.id, 'the order is gone')).toBe('asked');
    const askedAt = Date.now();
    await until(() => reasons.length === 1, { what: 'the signal' });
    expect(reasons).toEqual([{ kind: 'cancelled' }]);
    expect(Date.now() - askedAt).toBeLessThan(1_500);
    await expect(job.result()).rejects.toMatchObject({
      code: 'JOB_CANCELLED',
      message: expect.stringContaining('the order is gone'),
    });
  });

  test('a job of a transaction exists if and only if it commits', async () => {
    const { producer, platform, definition, seen } = await setup();
    const kysely = kyselyOf(platform.database);
    const rolledBack = kysely.transaction().execute(async (trx) => {
      await producer.within(trx).enqueue(definition, { n: 1 });
      throw new Error('rolled back');
    });
    await expect(rolledBack).rejects.toThrow('rolled back');
    const job = await kysely
      .transaction()
      .execute((trx) => producer.within(trx).enqueue(definition, { n: 2 }));
    await job.result();
    expect(seen.map(({ n }) => n)).toEqual([2]);
  });

  test('a stopping worker lets short attempts end and hands long ones back unharmed', async () => {
    let hold = true;
    const { producer, definition, seen, worker, startWorker } = await setup(async (n, _job, signal) => {
      if (n === 1) await new Promise((resolve) => setTimeout(resolve, 200));
      if (n === 2 && hold) await new Promise((_, reject) => signal.addEventListener('abort', reject));
    });
    const short = await producer.enqueue(definition, { n: 1 });
    const long = await producer.enqueue(definition, { n: 2 });
    await until(() => seen.length === 2, { what: 'both jobs to run' });
    await worker.stop({ graceMs: 1_500 });
    await short.result();
    hold = false;
    await startWorker();
    await long.result();
    expect(seen.map(({ n, attempt }) => [n, attempt])).toEqual([
      [1, 1],
      [2, 1],
      [2, 1],
    ]);
  });

  test('enqueuing one id twice is one job', async () => {
    const { producer, definition, seen } = await setup();
    const id = newJobId();
    const first = await producer.enqueue(definition, { n: 1 }, { id });
    const second = await producer.enqueue(definition, { n: 1 }, { id });
    expect([first.isDuplicate, second.isDuplicate, second.id]).toEqual([false, true, id]);
    await first.result();
    await (await producer.enqueue(definition, { n: 2 })).result();
    expect(seen.map(({ n }) => n)).toEqual([1, 2]);
  });

  test('a chain runs one after the other and hands results on', async () => {
    const parents: unknown[] = [];
    const { producer, definition, seen } = await setup((n, job) => {
      parents.push(...job.parents.map(({ result }) => result));
      return completed({ n });
    });
    const jobs = await producer.chain(
      definition.with({ n: 1 }),
      definition.with({ n: 2 }),
      definition.with({ n: 3 }),
    );
    await jobs[2]?.result();
    expect(seen.map(({ n }) => n)).toEqual([1, 2, 3]);
    expect(parents).toEqual([{ n: 1 }, { n: 2 }]);
  });

  test('the last of a group runs once, after all others, with all their results', async () => {
    const parents: unknown[] = [];
    const { producer, definition, seen } = await setup((n, job) => {
      parents.push(...job.parents.map(({ result }) => result));
      return completed(n);
    });
    const members = Array.from({ length: 20 }, (_, n) => definition.with({ n }));
    const { then } = await producer.group(members, { then: definition.with({ n: 99 }) });
    await then?.result();
    expect(seen.at(-1)?.n).toBe(99);
    expect(seen).toHaveLength(21);
    expect(parents).toEqual(Array.from({ length: 20 }, (_, n) => n));
  });

  // Otherwise a worker that took over from a dead one would have the same number, and take its steps for its own.
  test('a step begins only when the ledger knows its run', async () => {
    const bundle = await makeBundle(carrier, {
      jobs: (queue) => [
        defineJob({
          name: 'test.step',
          queue,
          payload: z.null(),
          run: async (_, { step, job }) =>
            completed(
              await step('effect', async () => {
                const { rows } = await rowsAbout(job.id);
                return rows[0] as { state: string; run: number };
              }),
            ),
        }),
      ],
    });
    const { platform, producer } = bundle;
    const rowsAbout = (id: string) =>
      platform.database.query('SELECT state, run FROM nightshift.jobs WHERE id = $1', [id]);
    await bundle.startWorker();
    const job = await producer.enqueue(platform.registry.getJob('test.step'), null);
    expect(await job.result()).toEqual({ state: 'active', run: 1 });
  });

  test('a step is done once over all attempts', async () => {
    let effects = 0;
    const results: unknown[] = [];
    const bundle = await makeBundle(carrier, {
      jobs: (queue) => [
        defineJob({
          name: 'test.step',
          queue,
          payload: z.null(),
          retry: QUICK,
          run: async (_, { step, job }) => {
            results.push(await step('effect', async () => ({ effects: ++effects })));
            if (job.attempt < 3) throw new Error('after the effect');
          },
        }),
      ],
    });
    await bundle.startWorker();
    await (await bundle.producer.enqueue(bundle.platform.registry.getJob('test.step'), null)).result();
    expect(effects).toBe(1);
    expect(results).toEqual([{ effects: 1 }, { effects: 1 }, { effects: 1 }]);
  });

  test('a payload arrives as it was sent', async () => {
    const payload = {
      unicode: 'Grüße 世界 🌍 \u2028 "quoted" \\ /',
      edge: [0, 1e308, 5e-324, -1.5, 9007199254740991],
      deep: Array.from({ length: 50 }).reduce<unknown>((inner) => [inner], 'bottom'),
      empty: { object: {}, array: [], text: '', nothing: null },
      'odd key.with "all"': true,
    };
    let arrived: unknown;
    const bundle = await makeBundle(carrier, {
      jobs: (queue) => [
        defineJob({
          name: 'test.any',
          queue,
          payload: z.any(),
          run: (given) => void (arrived = given),
        }) as JobDefinition,
      ],
    });
    await bundle.startWorker();
    await (await bundle.producer.enqueue(bundle.platform.registry.getJob('test.any'), payload)).result();
    expect(arrived).toEqual(payload);
  });
});
