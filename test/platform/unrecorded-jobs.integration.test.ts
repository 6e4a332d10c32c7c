import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { kyselyOf } from '../../src/db/kysely-of.ts';
import { defineJob } from '../../src/job/job-definition.ts';
import { newJobId } from '../../src/job/job-id.ts';
import { snooze } from '../../src/job/outcome.ts';
import { until } from '../until.ts';
import { makeBundle } from './bundle.ts';
import { CARRIERS } from './carriers.ts';

describe.each(CARRIERS)('jobs of an unrecorded queue on $name', (carrier) => {
  /** Two definitions on a fresh unrecorded queue, and a worker that notes each run as `how attempt`. */
  async function setup() {
    const runs: string[] = [];
    const retry = { maxAttempts: 2, baseDelayMs: 20, maxDelayMs: 40 };
    const payload = z.strictObject({ how: z.string() });
    const run = (
      { how }: { readonly how: string },
      { job }: { readonly job: { readonly attempt: number } },
    ) => {
      const times = runs.filter((each) => each.startsWith(how)).length;
      runs.push(`${how} ${job.attempt}`);
      if (how === 'throws') throw new Error('always');
      return how === 'snoozes' && times === 0 ? snooze(20) : undefined;
    };
    const jobs = (queue: string) =>
      [
        defineJob({ name: 'test.flood', queue, payload, retry, run }),
        defineJob({ name: 'test.limited', queue, payload, retry, run, globalConcurrency: 5 }),
      ] as const;
    const bundle = await makeBundle(carrier, { jobs, queue: { recorded: false } });
    await bundle.startWorker();
    const [flood, limited] = jobs(bundle.queue.name);
    const rows = async (): Promise<readonly unknown[]> => {
      const { rows: found } = await bundle.platform.database.query(
        `SELECT payload->>'how' AS how, state, attempt FROM nightshift.jobs ORDER BY how`,
      );
      return found;
    };
    const ended = (count: number) =>
      until(
        async () => {
          const { rows: open } = await bundle.platform.database.query(
            `SELECT FROM nightshift.jobs WHERE state NOT IN ('waiting', 'active')`,
          );
          return open.length === count;
        },
        { timeoutMs: 30_000, what: `${count} jobs that have ended` },
      );
    return { ...bundle, flood, limited, runs, rows, ended };
  }

  test('get a row when they must wait or have failed, and end like any other', async () => {
    const { producer, platform, flood, limited, runs, rows, ended } = await setup();
    await producer.enqueue(flood, { how: 'at once' });
    await producer.enqueue(flood, { how: 'throws' });
    await producer.enqueue(flood, { how: 'snoozes' });
    await producer.enqueue(flood, { how: 'delayed' }, { delayMs: 50 });
    await producer.enqueue(limited, { how: 'in turn' });
    await kyselyOf(platform.database)
      .transaction()
      .execute((trx) => producer.within(trx).enqueue(flood, { how: 'within' }));
    await ended(5);
    await until(() => runs.includes('at once 1'), { timeoutMs: 30_000, what: 'the run of what has no row' });
    expect(await rows()).toEqual([
      { how: 'delayed', state: 'completed', attempt: 1 },
      { how: 'in turn', state: 'completed', attempt: 1 },
      { how: 'snoozes', state: 'completed', attempt: 1 },
      { how: 'throws', state: 'failed', attempt: 2 },
      { how: 'within', state: 'completed', attempt: 1 },
    ]);
    expect(runs.toSorted()).toEqual([
      'at once 1',
      'delayed 1',
      'in turn 1',
      'snoozes 1',
      'snoozes 1',
      'throws 1',
      'throws 2',
      'within 1',
    ]);
  });

  test('that failed after a delay are tried again', async () => {
    const { producer, flood, rows, ended } = await setup();
    await producer.enqueue(flood, { how: 'throws' }, { delayMs: 20 });
    await ended(1);
    expect(await rows()).toEqual([{ how: 'throws', state: 'failed', attempt: 2 }]);
  });

  test('that wait for a retry which the ledger has lost run all the same, once', async () => {
    const { producer, platform, flood, queue, runs } = await setup();
    const broker = await platform.brokers.of(queue);
    const id = newJobId();
    await broker.publish([
      {
        id,
        publication: 2,
        queue: queue.name,
        name: flood.name,
        payload: { how: 'lost' },
        version: 1,
        isRepeat: false,
      },
    ]);
    await until(() => runs.length > 0, { timeoutMs: 30_000, what: 'its run' });
    await producer.enqueue(flood, { how: 'afterwards' });
    await until(() => runs.length === 2, { timeoutMs: 30_000, what: 'the run of the next' });
    expect(runs).toEqual(['lost 1', 'afterwards 1']);
  });
});
