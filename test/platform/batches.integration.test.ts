import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { PermanentError } from '../../src/job/handler-errors.ts';
import type { BatchMember } from '../../src/job/job-definition.ts';
import { defineJob } from '../../src/job/job-definition.ts';
import { cancel, completed, type HandlerOutcome, snooze } from '../../src/job/outcome.ts';
import { until } from '../until.ts';
import { makeBundle } from './bundle.ts';
import { CARRIERS } from './carriers.ts';

type Members = readonly BatchMember<{ readonly n: number }>[];
type Answer = readonly HandlerOutcome[] | undefined;

const payloads = (count: number): readonly { readonly n: number }[] =>
  Array.from({ length: count }, (_, n) => ({ n }));

describe.each(CARRIERS)('batches on $name', (carrier) => {
  /** A job whose handler takes up to five payloads at once, on a fresh queue. */
  async function setup(handle: (members: Members) => Answer, options: { readonly recorded?: boolean } = {}) {
    const calls: Members[] = [];
    const refused = new Set<number>();
    const define = (queue: string) =>
      defineJob({
        name: 'test.batch',
        queue,
        payload: z.strictObject({ n: z.number().refine((n) => !refused.has(n), 'refused today') }),
        retry: { maxAttempts: 2, baseDelayMs: 20, maxDelayMs: 40 },
        batch: { size: 5, waitMs: 30 },
        run: async (members: Members) => {
          calls.push(members);
          return handle(members);
        },
      });
    let definition = define('unused');
    const bundle = await makeBundle(carrier, {
      jobs: (queue) => [(definition = define(queue))],
      queue: { recorded: options.recorded ?? true },
    });
    const rows = async (): Promise<readonly unknown[]> =>
      (
        await bundle.platform.database.query(
          'select state, payload, attempt from nightshift.jobs order by id',
        )
      ).rows;
    return { ...bundle, definition, calls, refused, rows };
  }

  test('hands over many payloads at once and records an outcome for each', async () => {
    const asleep = new Set<number>();
    const { producer, definition, calls, startWorker } = await setup((members) =>
      members.map(({ payload: { n } }) => {
        if (n === 1) return cancel('not this one');
        if (n === 2 && !asleep.has(n)) return asleep.add(n) && snooze(20);
        return completed({ twice: n * 2 });
      }),
    );
    const jobs = await producer.enqueueMany(definition, payloads(5));
    await startWorker({ concurrency: 10 });
    const results = await Promise.allSettled(jobs.map((job) => job.result()));
    expect(calls[0]).toHaveLength(5);
    expect(results.map((result) => (result.status === 'fulfilled' ? result.value : result.reason))).toEqual([
      { twice: 0 },
      expect.objectContaining({ code: 'JOB_CANCELLED' }),
      { twice: 4 },
      { twice: 6 },
      { twice: 8 },
    ]);
  });

  test('counts a throw against every member of the call', async () => {
    const { producer, definition, startWorker } = await setup(() => {
      throw new Error('the whole call');
    });
    const jobs = await producer.enqueueMany(definition, payloads(5));
    await startWorker({ concurrency: 10 });
    for (const job of jobs) await expect(job.result()).rejects.toThrow(/attempts.*the whole call/);
  });

  test('fails a member whose payload the schema refuses, and none beside it', async () => {
    const { producer, definition, calls, refused, startWorker } = await setup(() => undefined);
    const jobs = await producer.enqueueMany(definition, payloads(5));
    refused.add(3);
    await startWorker({ concurrency: 10 });
    const results = await Promise.allSettled(jobs.map((job) => job.result()));
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect(calls.flat().map(({ payload }) => payload.n)).not.toContain(3);
  });

  test('does not guess when the handler returns too few outcomes', async () => {
    const { producer, definition, calls, startWorker } = await setup(() => [completed()]);
    const jobs = await producer.enqueueMany(definition, payloads(5));
    await startWorker({ concurrency: 10 });
    for (const job of jobs)
      await expect(job.result()).rejects.toThrow(/one outcome for each of its 5 members/);
    expect(calls).toHaveLength(1);
  });

  test('writes a row only of what failed where the queue is not recorded', async () => {
    const { producer, definition, calls, refused, rows, startWorker } = await setup(
      (members) => {
        if (members.some(({ payload }) => payload.n === 7)) throw new PermanentError('seven');
        return undefined;
      },
      { recorded: false },
    );
    await producer.enqueueMany(definition, payloads(5));
    refused.add(3);
    await startWorker({ concurrency: 10 });
    await until(async () => (await rows()).length === 1, { what: 'the row of the refused one' });
    await producer.enqueue(definition, { n: 7 });
    await until(async () => (await rows()).length === 2, { what: 'the row of the failed one' });
    expect(await rows()).toMatchObject([
      { state: 'failed', payload: { n: 3 } },
      { state: 'failed', payload: { n: 7 } },
    ]);
    expect(calls.flat().map(({ payload }) => payload.n)).toEqual([0, 1, 2, 4, 7]);
  });
});
