import { beforeAll, expect, test } from 'vitest';
import { newJobId } from '../../src/job/job-id.ts';
import { completed } from '../../src/job/outcome.ts';
import { type Operations, openOperations } from '../../src/ledger/operations.ts';
import { InvalidCursorError } from '../../src/ledger/search/cursor.ts';
import { aJob, anError, openTestLedger, type TestLedger } from './open-test-ledger.ts';

let t: TestLedger;
let operations: Operations;
beforeAll(async () => {
  t = await openTestLedger();
  operations = openOperations(t.database);
  return () => t.close();
});

const failed = { kind: 'failed', reason: 'permanent', error: anError } as const;
const ids = async (...query: Parameters<Operations['find']>): Promise<readonly string[]> =>
  (await operations.find(...query)).jobs.map(({ id }) => id);

test('finds jobs by everything that is known of them, newest first', async () => {
  const queue = 'find-by';
  const [old, young] = await t.accept(
    { queue, tenant: '42', tags: ['red', 'blue'] },
    { queue, name: 'sms.send' },
  );
  await t.end(young, { ...failed, error: { name: 'Error', message: 'Code 21610: 100% of_it' } });
  expect(await ids({ queues: [queue] })).toEqual([young, old]);
  expect(await ids({ queues: [queue], tenant: '42' })).toEqual([old]);
  expect(await ids({ queues: [queue], tags: ['blue'] })).toEqual([old]);
  expect(await ids({ queues: [queue], names: ['sms.send'] })).toEqual([young]);
  expect(await ids({ queues: [queue], error: 'code 21610' })).toEqual([young]);
  expect(await ids({ queues: [queue], error: '100% OF_it' })).toEqual([young]);
  expect(await ids({ queues: [queue], error: '100x' })).toEqual([]);
  expect(await ids({ queues: [queue], states: ['failed'] })).toEqual([young]);
  expect(await ids({ queues: [queue], states: ['failed', 'waiting'] })).toEqual([young, old]);
  expect(await ids({ queues: [queue], until: new Date(0) })).toEqual([]);
});

test('tells what waits in the ledger from what a broker holds', async () => {
  const queue = 'published';
  const [waiting, published] = await t.accept({ queue }, { queue });
  await t.ledger.markPublished([{ id: published, publication: 1 }]);
  expect(await ids({ queues: [queue], states: ['waiting'] })).toEqual([waiting]);
  expect(await ids({ queues: [queue], states: ['published'] })).toEqual([published]);
  expect((await operations.getJob(published))?.state).toBe('published');
});

test('pages through jobs without losing or repeating one', async () => {
  const queue = 'paged';
  const accepted: readonly string[] = await t.accept(...Array.from({ length: 7 }, () => ({ queue })));
  const seen: string[] = [];
  let after: string | undefined;
  do {
    const page = await operations.find({ queues: [queue] }, { limit: 3, ...(after ? { after } : {}) });
    seen.push(...page.jobs.map(({ id }) => id));
    after = page.next;
  } while (after);
  expect(seen).toEqual(accepted.toReversed());
});

test('finds open jobs beside those that ended, whatever holds them', async () => {
  const queue = 'open';
  const [waiting, published, active, done] = await t.accept({ queue }, { queue }, { queue }, { queue });
  await t.ledger.markPublished([published, active, done].map((id) => ({ id, publication: 1 })));
  await t.run(active, await t.worker());
  await t.end(done, completed());
  expect(await ids({ queues: [queue], states: ['active'] })).toEqual([active]);
  expect(await ids({ queues: [queue], states: ['active', 'published'] })).toEqual([active, published]);
  expect(await ids({ queues: [queue], states: ['waiting', 'active'] })).toEqual([active, waiting]);
  expect(await ids({ queues: [queue], states: ['completed'] })).toEqual([done]);
  expect(await operations.count({ queues: [queue] }, 100)).toBe(4);
  expect(await operations.count({ queues: [queue], states: ['active'] }, 100)).toBe(1);
  expect(await operations.count({ queues: [queue] }, 2)).toBe(2);
});

test('pages through open jobs too', async () => {
  const queue = 'paged-open';
  const accepted: readonly string[] = await t.accept(...Array.from({ length: 5 }, () => ({ queue })));
  const query = { queues: [queue], states: ['waiting'] } as const;
  const first = await operations.find(query, { limit: 3 });
  const second = await operations.find(query, { limit: 3, ...(first.next && { after: first.next }) });
  expect([...first.jobs, ...second.jobs].map(({ id }) => id)).toEqual(accepted.toReversed());
  expect(second.next).toBeUndefined();
});

test.each(['', 'nonsense', '2026-01-01 nonsense', "x' 019a0000-0000-7000-8000-000000000000"])(
  'refuses to go on from %j',
  async (after) => {
    await expect(operations.find({}, { after })).rejects.toThrow(InvalidCursorError);
  },
);

test('shows a job with its attempts and log lines', async () => {
  const id = await t.acceptOne();
  const worker = await t.worker();
  const { fence } = await t.run(id, worker);
  await t.recordOne(fence, worker, failed, { log: [{ atMs: 1, level: 'info', message: 'hello' }] });
  const job = await operations.getJob(id);
  expect(job).toMatchObject({ state: 'failed', reason: 'permanent', error: anError, attempt: 1 });
  expect(job?.attempts).toMatchObject([{ run: 1, outcome: 'failed', log: [{ message: 'hello' }] }]);
  expect(await operations.getJob('00000000-0000-7000-8000-000000000000')).toBeUndefined();
});

test('a retried job waits again, with an attempt to spare and the payload it was given', async () => {
  const id = await t.acceptOne({ maxAttempts: 1 });
  await t.end(id, failed);
  expect(await operations.retry([id], { edit: { payload: { to: 'new' }, version: 2 } })).toEqual([id]);
  expect(await operations.retry([id])).toEqual([]);
  expect(await t.outbox(id)).toMatchObject({ publication: 2, waits: false });
  const claimed = await t.run(id, await t.worker(), { publication: 2 });
  expect(claimed).toMatchObject({ attempt: 2, maxAttempts: 2, payload: { to: 'new' } });
});

test('retrying a job forgets the steps that nobody knows the end of, and keeps those that were done', async () => {
  const id = await t.acceptOne();
  const worker = await t.worker();
  const { fence } = await t.run(id, worker);
  await t.ledger.claimStep(fence, 'done');
  await t.ledger.finishStep(fence, 'done', 'result');
  await t.ledger.claimStep(fence, 'unknown');
  await t.recordOne(fence, worker, { kind: 'failed', reason: 'ambiguous', error: anError });
  await operations.retry([id]);
  expect((await operations.getJob(id))?.steps).toMatchObject([
    { name: 'done', state: 'done', result: 'result' },
  ]);
});

test('retrying a parent revives the children that ended with it', async () => {
  const parent = aJob();
  const child = aJob({ due: { kind: 'parents', ids: [parent.id] } });
  const grandchild = aJob({ due: { kind: 'parents', ids: [child.id] } });
  await t.ledger.accept([parent, child, grandchild]);
  await t.end(parent.id, failed);
  expect(await t.job(grandchild.id)).toMatchObject({ state: 'cancelled', reason: 'parent-failed' });
  await operations.retry([parent.id]);
  expect(await t.outbox(child.id)).toMatchObject({ waits: true });
  await t.end(parent.id, completed('at last'), 2);
  expect(await t.outbox(child.id)).toMatchObject({ waits: false });
  await t.end(child.id, completed(), 2);
  expect(await t.outbox(grandchild.id)).toMatchObject({ waits: false });
});

test('a child with another broken parent is not revived', async () => {
  const [one, two] = [aJob(), aJob()];
  const child = aJob({ due: { kind: 'parents', ids: [one.id, two.id] } });
  await t.ledger.accept([one, two, child]);
  await t.end(one.id, failed);
  await t.end(two.id, failed);
  await operations.retry([one.id]);
  expect(await t.job(child.id)).toMatchObject({ state: 'cancelled' });
  await operations.retry([two.id]);
  expect(await t.job(child.id)).toMatchObject({ state: 'waiting', pending_parents: 2 });
});

test('a retried job takes its key again, unless another has it by now', async () => {
  const unique = { key: newJobId(), onConflict: 'reject' } as const;
  const first = await t.acceptOne({ unique });
  await t.end(first, failed);
  await operations.retry([first]);
  expect(await t.acceptOne({ unique })).toBe(first);
  await t.end(first, failed, 2);
  const second = await t.acceptOne({ unique });
  expect(second).not.toBe(first);
  expect(await operations.retry([first])).toEqual([first]);
  expect(await t.acceptOne({ unique })).toBe(second);
});

test('only failed jobs are discarded', async () => {
  const [lost, fine] = await t.accept({}, {});
  await t.end(lost, failed);
  expect(await operations.discard([lost, fine], 'no longer wanted')).toEqual([lost]);
  expect(await t.job(lost)).toMatchObject({ state: 'discarded', reason: 'no longer wanted' });
});

test('counts what is in each state, and how long the oldest has waited', async () => {
  const queue = 'counted';
  const [, , done, published, active, failing] = await t.accept(
    { queue },
    { queue, due: { kind: 'after', delayMs: 60_000 } },
    { queue },
    { queue },
    { queue },
    { queue },
  );
  await t.ledger.markPublished([published, active].map((id) => ({ id, publication: 1 })));
  await t.run(active, await t.worker());
  await t.end(done, completed());
  await t.end(failing, failed);
  await operations.pause(queue, 'test');
  const stats = (await openOperations(t.database).stats()).find((each) => each.queue === queue);
  expect(stats).toEqual({
    queue,
    counts: {
      waiting: 2,
      published: 1,
      active: 1,
      completed: 1,
      cancelled: 0,
      expired: 0,
      failed: 1,
      discarded: 0,
    },
    waitFor: { time: 1, parents: 0 },
    oldestWaitingMs: expect.any(Number),
    isPaused: true,
  });
  await operations.resume(queue);
  expect(await operations.isPaused(queue)).toBe(false);
});

test('counts a paused queue that has never had a job', async () => {
  const queue = 'never-had-one';
  await operations.pause(queue, 'test');
  const stats = (await openOperations(t.database).stats()).find((each) => each.queue === queue);
  expect(stats).toMatchObject({ isPaused: true, counts: { waiting: 0 }, oldestWaitingMs: undefined });
  await operations.resume(queue);
});

test('lists the workers that live', async () => {
  const id = await t.worker();
  await t.ledger.leave(await t.worker());
  const workers = await operations.workers();
  expect(workers.find((worker) => worker.id === id)).toMatchObject({
    isAlive: true,
    group: expect.any(String),
  });
  expect(workers.some(({ isAlive }) => !isAlive)).toBe(true);
});

test('finds and counts what waits by what it waits for', async () => {
  const queue = 'waits';
  const [due, held, later, active] = await t.accept(
    { queue },
    { queue },
    { queue, due: { kind: 'after', delayMs: 60_000 } },
    { queue },
  );
  const child = await t.acceptOne({ queue, due: { kind: 'parents', ids: [due] } });
  await t.ledger.markPublished([held, active].map((id) => ({ id, publication: 1 })));
  await t.run(active, await t.worker());
  expect(await ids({ queues: [queue], waitFor: 'turn' })).toEqual([held, due]);
  expect(await ids({ queues: [queue], waitFor: 'time' })).toEqual([later]);
  expect(await ids({ queues: [queue], waitFor: 'parents' })).toEqual([child]);
  expect(await operations.count({ queues: [queue], waitFor: 'time' }, 10)).toBe(1);
  expect((await operations.getJob(later))?.waitFor).toBe('time');
  expect((await operations.getJob(active))?.waitFor).toBeUndefined();
  operations.recount();
  const stats = (await operations.stats()).find((each) => each.queue === queue);
  expect(stats?.waitFor).toEqual({ time: 1, parents: 1 });
});

test('gives another time to what waits for one, and leaves the rest alone', async () => {
  const [later, turn] = await t.accept(
    { due: { kind: 'after', delayMs: 60_000 } },
    { due: { kind: 'turn' } },
  );
  expect(await operations.reschedule([later, turn], 0)).toEqual([later]);
  expect((await t.outbox(later))?.dueInMs).toBeLessThanOrEqual(0);
  expect(await t.outbox(turn)).toMatchObject({ waits: true });
});

test('edits the payload of what failed or waits in the ledger, and not of what a broker holds', async () => {
  const [lost, waiting, held] = await t.accept({}, {}, {});
  await t.end(lost, failed);
  await t.ledger.markPublished([{ id: held, publication: 1 }]);
  const edit = (id: string) => operations.edit(id, { to: 'b@example.com' }, 2);
  expect([await edit(lost), await edit(waiting), await edit(held)]).toEqual([true, true, false]);
  const claimed = await t.run(waiting, await t.worker());
  expect(claimed.payload).toEqual({ to: 'b@example.com' });
});
