import { beforeAll, expect, test } from 'vitest';
import { newJobId } from '../../src/job/job-id.ts';
import { completed } from '../../src/job/outcome.ts';
import { aWorker, openTestLedger, type TestLedger } from './open-test-ledger.ts';

let t: TestLedger;
beforeAll(async () => {
  t = await openTestLedger();
  return () => t.close();
});

const beatOf = (
  worker: ReturnType<typeof aWorker>,
  running: readonly { id: string; publication: number; run: number }[],
) => t.ledger.beat({ worker, leaseMs: 10_000, running, stats: { done: 3 } });

test('keeps the worker in the registry and renews its lease', async () => {
  const worker = { ...aWorker(), httpPort: 9_100 };
  await beatOf(worker, []);
  const lease = async () => {
    const { rows } = await t.database.query('SELECT * FROM nightshift.workers WHERE id = $1', [worker.id]);
    return rows[0] as Record<string, unknown> & { lease_until: Date };
  };
  const first = await lease();
  expect(first).toMatchObject({
    worker_group: 'email',
    host: 'here',
    pid: 1,
    version: '1.0.0',
    queues: ['email'],
    concurrency: 10,
    http_port: 9_100,
    stats: { done: 3 },
    left_at: null,
  });
  await beatOf(worker, []);
  expect((await lease()).lease_until.getTime()).toBeGreaterThan(first.lease_until.getTime());
  await t.ledger.leave(worker.id);
  expect(await lease()).toMatchObject({ left_at: expect.any(Date), running: [] });
});

test('tells of cancelled and lost runs, and of no others', async () => {
  const worker = aWorker();
  await beatOf(worker, []);
  const [fine, cancelled, taken, ended, presumed] = await t.accept({}, {}, {}, {}, {});
  const run = async (id: string) => (await t.run(id, worker.id)).fence;
  const fences = [await run(fine), await run(cancelled), await run(taken), await run(ended)];
  await t.ledger.cancel([cancelled], 'no');
  await t.recordOne({ id: ended, publication: 1, run: 1 }, worker.id, completed());
  await t.ledger.leave(worker.id);
  await t.run(taken, await t.worker(), { isRedelivered: true });
  const unrecorded = { id: newJobId(), publication: 1, run: 1 };
  const answer = await beatOf(worker, [...fences, { id: presumed, publication: 1, run: 1 }, unrecorded]);
  expect(answer.cancelAsked).toEqual([cancelled]);
  expect([...answer.lost].toSorted()).toEqual([taken, ended].toSorted());
});

test('tells of paused queues, and of those where a waiting job was cancelled, that the worker serves', async () => {
  const worker = { ...aWorker(), queues: ['mine', 'also-mine'] };
  await t.database.query(
    `INSERT INTO nightshift.queue_pauses (queue, paused_by) VALUES ('mine', 'me'), ('other', 'me')`,
  );
  const [mine, other] = await t.accept({ queue: 'also-mine' }, { queue: 'not-mine' });
  await t.ledger.cancel([mine, other], 'no');
  expect(await beatOf(worker, [])).toEqual({
    pausedQueues: ['mine'],
    claimFirst: ['also-mine'],
    cancelAsked: [],
    lost: [],
  });
});
