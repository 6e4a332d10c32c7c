import { beforeAll, expect, test } from 'vitest';
import { newJobId } from '../../src/job/job-id.ts';
import { completed } from '../../src/job/outcome.ts';
import { UnknownParentError } from '../../src/ledger/ledger-errors.ts';
import { aJob, anEnd, anError, openTestLedger, type TestLedger } from './open-test-ledger.ts';

let t: TestLedger;
beforeAll(async () => {
  t = await openTestLedger();
  return () => t.close();
});

const failed = { kind: 'failed', reason: 'permanent', error: anError } as const;
const after = (...ids: readonly string[]) => ({ kind: 'parents', ids }) as const;

/** A job that waits for `parents` new ones. */
async function family(parents: number) {
  const jobs = Array.from({ length: parents }, () => aJob());
  const child = aJob({ due: after(...jobs.map(({ id }) => id)) });
  await t.ledger.accept([...jobs, child]);
  return { parents: jobs.map(({ id }) => id), child: child.id };
}

test('a child waits until the last parent has completed, and is then due once, with their results', async () => {
  const { parents, child } = await family(3);
  const [a = '', b = '', c = ''] = parents;
  expect(await t.outbox(child)).toMatchObject({ waits: true });
  await t.end(c, completed('c'));
  await t.end(a, completed({ of: 'a' }));
  expect(await t.outbox(child)).toMatchObject({ waits: true });
  await t.end(b, completed());
  expect((await t.outbox(child))?.dueInMs).toBeLessThan(1);
  const claimed = await t.run(child, await t.worker());
  expect(claimed.parents).toEqual([
    { id: a, name: 'email.send', result: { of: 'a' } },
    { id: b, name: 'email.send', result: undefined },
    { id: c, name: 'email.send', result: 'c' },
  ]);
});

test('parents that complete at once make the child due exactly once', async () => {
  for (let round = 0; round < 10; round += 1) {
    const { parents, child } = await family(4);
    const worker = await t.worker();
    const claims = await Promise.all(parents.map((id) => t.run(id, worker)));
    await Promise.all(claims.map(({ fence }) => t.ledger.record([anEnd(fence, completed())], worker)));
    expect(await t.job(child)).toMatchObject({ pending_parents: 0, state: 'waiting', publication: 1 });
    expect((await t.outbox(child))?.waits).toBe(false);
  }
});

test('all parents may be recorded in one batch', async () => {
  const { parents, child } = await family(3);
  const worker = await t.worker();
  const claims = await Promise.all(parents.map((id) => t.run(id, worker)));
  await t.ledger.record(
    claims.map(({ fence }) => anEnd(fence, completed())),
    worker,
  );
  expect((await t.outbox(child))?.waits).toBe(false);
});

test('a chain runs in order, whatever the order of the call', async () => {
  const [a, b, c] = [newJobId(), newJobId(), newJobId()];
  await t.ledger.accept([aJob({ id: c, due: after(b) }), aJob({ id: b, due: after(a) }), aJob({ id: a })]);
  expect((await t.outbox(a))?.waits).toBe(false);
  expect((await t.outbox(b))?.waits).toBe(true);
  await t.end(a, completed());
  expect((await t.outbox(b))?.waits).toBe(false);
  expect((await t.outbox(c))?.waits).toBe(true);
  await t.end(b, completed());
  expect((await t.outbox(c))?.waits).toBe(false);
});

test('a parent that fails ends its children and theirs as cancelled', async () => {
  const { parents, child } = await family(2);
  const grandchild = await t.acceptOne({ due: after(child) });
  await t.end(parents[0] ?? '', failed);
  expect(await t.job(child)).toMatchObject({ state: 'cancelled', reason: 'parent-failed' });
  expect(await t.job(grandchild)).toMatchObject({ state: 'cancelled', reason: 'parent-failed' });
  expect(await t.outbox(child)).toBeUndefined();
  await t.end(parents[1] ?? '', completed());
  expect(await t.job(child)).toMatchObject({ state: 'cancelled' });
});

test('a parent that is cancelled while it waits, or expires, ends its children too', async () => {
  const [one, two] = [await family(1), await family(1)];
  await t.ledger.cancel(one.parents, 'no');
  await t.end(two.parents[0] ?? '', { kind: 'expired' });
  expect(await t.job(one.child)).toMatchObject({ state: 'cancelled', reason: 'parent-failed' });
  expect(await t.job(two.child)).toMatchObject({ state: 'cancelled', reason: 'parent-failed' });
});

test('a parent that retries does not end its children', async () => {
  const { parents, child } = await family(1);
  await t.end(parents[0] ?? '', { kind: 'retry', delayMs: 0, error: anError });
  expect(await t.job(child)).toMatchObject({ state: 'waiting', pending_parents: 1 });
});

test('may wait for jobs that were accepted before, whatever became of them', async () => {
  const [running, done, broken] = await t.accept({}, {}, {});
  await t.end(done, completed());
  await t.end(broken, failed);
  const [one, two, three] = await t.accept(
    { due: after(running, done) },
    { due: after(done) },
    { due: after(running, broken) },
  );
  expect(await t.job(one)).toMatchObject({ pending_parents: 1, state: 'waiting' });
  expect((await t.outbox(two))?.waits).toBe(false);
  expect(await t.job(three)).toMatchObject({ state: 'cancelled', reason: 'parent-failed' });
});

test('a child that comes while its parent completes is due, however the two fall out', async () => {
  const worker = await t.worker();
  for (let round = 0; round < 20; round += 1) {
    const parent = await t.acceptOne();
    const { fence } = await t.run(parent, worker);
    const [child] = await Promise.all([
      t.acceptOne({ due: after(parent) }),
      t.ledger.record([anEnd(fence, completed())], worker),
    ]);
    expect((await t.outbox(child))?.waits).toBe(false);
  }
});

test('a parent that was a duplicate stands for the earlier job', async () => {
  const unique = { key: newJobId(), onConflict: 'reject' } as const;
  const earlier = await t.acceptOne({ unique });
  const again = aJob({ unique });
  const child = aJob({ due: after(again.id) });
  await t.ledger.accept([again, child]);
  await t.end(earlier, completed('from the earlier'));
  expect((await t.run(child.id, await t.worker())).parents).toMatchObject([
    { id: earlier, result: 'from the earlier' },
  ]);
});

test('refuses to wait for a job that nobody knows, and accepts nothing of that call', async () => {
  const good = aJob();
  const orphan = aJob({ due: after(good.id, newJobId()) });
  await expect(t.ledger.accept([good, orphan])).rejects.toThrow(UnknownParentError);
  await expect(t.job(good.id)).rejects.toThrow('no job');
});

test('refuses jobs that wait for each other', async () => {
  const [a, b] = [newJobId(), newJobId()];
  const circle = [aJob({ id: a, due: after(b) }), aJob({ id: b, due: after(a) })];
  await expect(t.ledger.accept(circle)).rejects.toThrow(UnknownParentError);
});

test('a presumed completion reaches the children too', async () => {
  const { parents, child } = await family(1);
  const fence = { id: parents[0] ?? '', publication: 1, run: 1 };
  await t.recordOne(fence, await t.worker(), completed(), { isPresumed: true });
  expect((await t.outbox(child))?.waits).toBe(false);
});
