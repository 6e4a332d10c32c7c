import { beforeAll, expect, test } from 'vitest';
import type { Publication } from '../../src/broker/broker.ts';
import { newJobId } from '../../src/job/job-id.ts';
import { completed } from '../../src/job/outcome.ts';
import { until } from '../until.ts';
import { anError, openTestLedger, type TestLedger } from './open-test-ledger.ts';

let t: TestLedger;
beforeAll(async () => {
  t = await openTestLedger();
  return () => t.close();
});

const soon = { kind: 'after', delayMs: 0 } as const;

async function publishAll(
  queue: string,
  answer: (publication: Publication) => Error | undefined = () => undefined,
) {
  const published: Publication[] = [];
  const report = await t.ledger.publishDue(
    queue,
    async (batch) => {
      published.push(...batch);
      return batch.map(answer);
    },
    100,
  );
  return { published, report };
}

test('publishes what is due, the longest due first, and deletes its rows', async () => {
  const at = (ms: number) => ({ kind: 'at', at: new Date(Date.now() - ms) }) as const;
  const [b, a, later] = await t.accept(
    { queue: 'order', due: at(1_000), payload: 'b' },
    { queue: 'order', due: at(2_000), payload: 'a', version: 3, trace: 'trace' },
    { queue: 'order', due: { kind: 'after', delayMs: 60_000 } },
  );
  const { published, report } = await publishAll('order');
  expect(published.map(({ id }) => id)).toEqual([a, b]);
  expect(published[0]).toEqual({
    id: a,
    publication: 1,
    queue: 'order',
    name: 'email.send',
    payload: 'a',
    version: 3,
    trace: 'trace',
    isRepeat: false,
  });
  expect(report).toEqual({ taken: 2, published: 2, failed: 0 });
  expect(await t.outbox(b)).toBeUndefined();
  expect(await t.outbox(later)).toBeDefined();
});

test('marks as repeats what no worker may begin without its claim', async () => {
  const queue = 'repeats';
  const schedule = { name: 's', dueAt: new Date(), isLate: false, isCatchUp: false };
  await t.accept(
    { queue, due: soon },
    { queue, due: soon, tags: ['a'] },
    { queue, due: soon, tenant: 'a' },
    { queue, due: soon, schedule },
    { queue, due: soon, unique: { key: newJobId(), onConflict: 'reject' } },
  );
  const { published } = await publishAll(queue);
  expect(published.filter(({ isRepeat }) => isRepeat)).toHaveLength(4);
  expect(published).toHaveLength(5);
});

test('keeps rows that were refused, and puts them behind the others', async () => {
  const queue = 'refused';
  const [bad, good] = await t.accept({ queue, due: soon, payload: 'bad' }, { queue, due: soon });
  const { report } = await publishAll(queue, ({ payload }) =>
    payload === 'bad' ? new Error('no') : undefined,
  );
  expect(report).toEqual({ taken: 2, published: 1, failed: 1, cause: new Error('no') });
  expect(await t.outbox(good)).toBeUndefined();
  expect((await t.outbox(bad))?.dueInMs).toBeGreaterThan(1_000);
});

test('keeps all rows when publishing throws', async () => {
  const id = await t.acceptOne({ queue: 'throws', due: soon });
  const failing = t.ledger.publishDue('throws', () => Promise.reject(new Error('a bug')), 10);
  await expect(failing).rejects.toThrow('a bug');
  expect(await t.outbox(id)).toBeDefined();
});

test('drops rows whose job has moved on, and ends those whose time is over', async () => {
  const queue = 'moved';
  const [running, over] = await t.accept({ queue, due: soon }, { queue, due: soon, expiresAfterMs: 1 });
  await t.run(running, await t.worker());
  const { published, report } = await publishAll(queue);
  expect(published).toEqual([]);
  expect(report).toEqual({ taken: 2, published: 0, failed: 0 });
  expect(await t.outbox(running)).toBeUndefined();
  expect(await t.job(over)).toMatchObject({ state: 'expired' });
});

test('gives two relays at once different rows', async () => {
  const queue = 'lanes';
  await t.accept(...Array.from({ length: 40 }, () => ({ queue, due: soon })));
  const seen: string[] = [];
  const publish = async (batch: readonly Publication[]) => {
    seen.push(...batch.map(({ id }) => id));
    await until(() => seen.length === 40, { what: 'the other relay' });
    return batch.map(() => undefined);
  };
  const reports = await Promise.all([1, 2].map(() => t.ledger.publishDue(queue, publish, 20)));
  expect(reports.map(({ published }) => published)).toEqual([20, 20]);
  expect(new Set(seen).size).toBe(40);
});

test('a job that ends while its row is held is not published again', async () => {
  const queue = 'held';
  const id = await t.acceptOne({ queue, due: soon });
  const worker = await t.worker();
  const { fence } = await t.run(id, worker);
  await t.recordOne(fence, worker, { kind: 'retry', delayMs: 0, error: anError });
  let recorded: Promise<unknown> | undefined;
  await t.ledger.publishDue(
    queue,
    async (batch) => {
      const run = await t.run(id, worker, { publication: 2 });
      recorded = t.recordOne(run.fence, worker, completed());
      return batch.map(() => undefined);
    },
    10,
  );
  expect(await recorded).toBe('recorded');
  expect((await publishAll(queue)).published).toEqual([]);
});

test('tells which queues are due and when, but for paused ones and what waits for no time', async () => {
  await t.accept(
    { queue: 'q-due', due: soon },
    { queue: 'q-later', due: { kind: 'after', delayMs: 10_000 } },
    { queue: 'q-turn', due: { kind: 'turn' } },
    { queue: 'q-paused', due: soon },
  );
  await t.database.query(`INSERT INTO nightshift.queue_pauses (queue, paused_by) VALUES ('q-paused', 'me')`);
  const queues = (await t.ledger.dueQueues()).filter(({ queue }) => queue.startsWith('q-'));
  expect(queues.map(({ queue }) => queue).toSorted()).toEqual(['q-due', 'q-later']);
  const dueIn = Object.fromEntries(queues.map(({ queue, dueInMs }) => [queue, dueInMs]));
  expect(dueIn['q-due']).toBeLessThan(0);
  expect(dueIn['q-later']).toBeGreaterThan(9_000);
});
