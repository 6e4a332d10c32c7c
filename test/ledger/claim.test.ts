import { beforeAll, describe, expect, test } from 'vitest';
import { newJobId } from '../../src/job/job-id.ts';
import { completed } from '../../src/job/outcome.ts';
import { anError, openTestLedger, type TestLedger } from './open-test-ledger.ts';

let t: TestLedger;
let alive: string;
beforeAll(async () => {
  t = await openTestLedger();
  alive = await t.worker();
  return () => t.close();
});

describe('a waiting job', () => {
  test('is claimed, with its facts', async () => {
    const dueAt = new Date('2026-03-04T05:06:07Z');
    const schedule = { name: 'nightly', dueAt, isLate: true, isCatchUp: false };
    const id = await t.acceptOne({ tags: ['x'], tenant: 'acme', schedule, maxAttempts: 3 });
    expect(await t.claimOne(id, alive)).toEqual({
      kind: 'claimed',
      fence: { id, publication: 1, run: 1 },
      attempt: 1,
      maxAttempts: 3,
      deaths: 0,
      enqueuedAt: expect.any(Date),
      tags: ['x'],
      tenant: 'acme',
      schedule: { dueAt, isLate: true, isCatchUp: false },
      parents: [],
    });
    expect(await t.job(id)).toMatchObject({ state: 'active', owner: alive });
  });

  test('is claimed whether its outbox row is gone or not, and redelivered or not', async () => {
    const [gone, redelivered] = await t.accept({}, {});
    await t.ledger.markPublished([{ id: gone, publication: 1 }]);
    expect(await t.claimOne(gone, alive)).toMatchObject({ kind: 'claimed' });
    expect(await t.claimOne(redelivered, alive, { isRedelivered: true })).toMatchObject({
      kind: 'claimed',
      deaths: 0,
    });
  });

  test('is stale under another publication', async () => {
    const id = await t.acceptOne();
    expect(await t.claimOne(id, alive, { publication: 2 })).toEqual({ kind: 'stale' });
    await t.end(id, { kind: 'retry', delayMs: 0, error: anError });
    expect(await t.claimOne(id, alive, { publication: 1 })).toEqual({ kind: 'stale' });
    expect(await t.claimOne(id, alive, { publication: 2 })).toMatchObject({
      kind: 'claimed',
      fence: { id, publication: 2, run: 2 },
      attempt: 2,
    });
  });

  test('whose time to start is over is stale, and ends as expired', async () => {
    const id = await t.acceptOne({ expiresAfterMs: 1, unique: { key: newJobId(), onConflict: 'reject' } });
    await t.database.query('SELECT pg_sleep(0.01)');
    expect(await t.claimOne(id, alive)).toEqual({ kind: 'stale' });
    expect(await t.job(id)).toMatchObject({
      state: 'expired',
      closed_as: 'expired',
      ended_at: expect.any(Date),
    });
    expect(await t.outbox(id)).toBeUndefined();
  });
});

describe('an active job', () => {
  test('is stale when not redelivered: a copy', async () => {
    const id = await t.acceptOne();
    await t.run(id, alive);
    expect(await t.claimOne(id, await t.worker())).toEqual({ kind: 'stale' });
  });

  test('is held while the lease of its owner is fresh, from the owner itself too', async () => {
    const id = await t.acceptOne();
    await t.run(id, alive);
    expect(await t.claimOne(id, await t.worker(), { isRedelivered: true })).toEqual({ kind: 'held' });
    expect(await t.claimOne(id, alive, { isRedelivered: true })).toEqual({ kind: 'held' });
    expect(await t.job(id)).toMatchObject({ run: 1, deaths: 0, owner: alive });
  });

  test('is taken over when the lease of its owner is over', async () => {
    const id = await t.acceptOne();
    const dead = await t.worker(0);
    await t.run(id, dead);
    expect(await t.claimOne(id, alive, { isRedelivered: true })).toMatchObject({
      kind: 'claimed',
      fence: { id, publication: 1, run: 2 },
      attempt: 2,
      deaths: 1,
    });
    expect(await t.job(id)).toMatchObject({ owner: alive });
    expect(await t.attempts(id)).toMatchObject([{ run: 1, outcome: 'lost', worker: dead }]);
  });

  test('is taken over from a worker that never was in the registry, or has left it', async () => {
    const [unknown, left] = await t.accept({}, {});
    await t.run(unknown, '00000000-0000-4000-8000-000000000000');
    const leaver = await t.worker();
    await t.run(left, leaver);
    await t.ledger.leave(leaver);
    expect(await t.claimOne(unknown, alive, { isRedelivered: true })).toMatchObject({
      kind: 'claimed',
      deaths: 1,
    });
    expect(await t.claimOne(left, alive, { isRedelivered: true })).toMatchObject({
      kind: 'claimed',
      deaths: 1,
    });
  });

  test('of a dead owner ends as cancelled when that was asked for', async () => {
    const id = await t.acceptOne();
    await t.run(id, await t.worker(0));
    expect(await t.ledger.cancel([id], 'no longer needed')).toEqual(['asked']);
    expect(await t.claimOne(id, alive, { isRedelivered: true })).toEqual({ kind: 'stale' });
    expect(await t.job(id)).toMatchObject({ state: 'cancelled', reason: 'no longer needed' });
  });

  test('of a dead owner goes to exactly one of many who ask at once', async () => {
    const id = await t.acceptOne();
    await t.run(id, await t.worker(0));
    const workers = await Promise.all(Array.from({ length: 8 }, () => t.worker()));
    const answers = await Promise.all(
      workers.map((worker) => t.claimOne(id, worker, { isRedelivered: true })),
    );
    expect(answers.map(({ kind }) => kind).toSorted()).toEqual(['claimed', ...Array(7).fill('held')]);
  });
});

test('counts deaths in company twice, and from then on only those of a worker that ran nothing else', async () => {
  const id = await t.acceptOne();
  await t.run(id, await t.worker(0));
  const dieBy = async (workerId: string) => {
    const claimed = await t.run(id, workerId, { isRedelivered: true });
    return claimed.deaths;
  };
  expect(await dieBy(await t.worker(0))).toBe(1);
  const inCompany = await t.worker(0);
  expect(await dieBy(inCompany)).toBe(2);
  const alone = await t.worker(0);
  expect(await dieBy(alone)).toBe(2);
  await t.ledger.markAlone({ id, publication: 1, run: 4 }, alone);
  expect(await dieBy(await t.worker(0))).toBe(3);
});

test.each([
  ['completed', completed()],
  ['cancelled', { kind: 'cancelled', reason: 'why not' }],
  ['expired', { kind: 'expired' }],
  ['failed', { kind: 'failed', reason: 'attempts', error: anError }],
] as const)('a job that ended as %s is stale', async (_, outcome) => {
  const id = await t.acceptOne();
  await t.end(id, outcome);
  expect(await t.claimOne(id, alive)).toEqual({ kind: 'stale' });
  expect(await t.claimOne(id, alive, { isRedelivered: true })).toEqual({ kind: 'stale' });
});

test('a job that the ledger does not have is unknown', async () => {
  expect(await t.claimOne(newJobId(), alive)).toEqual({ kind: 'unknown' });
});

test('goes to exactly one of many who claim at once', async () => {
  const ids = await t.accept(...Array.from({ length: 50 }, () => ({})));
  const workers = await Promise.all([1, 2, 3, 4].map(() => t.worker()));
  const requests = ids.map((id) => ({ id, publication: 1, isRedelivered: false }));
  const shuffled = workers.map(() => requests.toSorted(() => Math.random() - 0.5));
  const answers = await Promise.all(
    workers.map((worker, index) => t.ledger.claim(shuffled[index] ?? [], worker)),
  );
  const kinds = answers.flat().map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'claimed')).toHaveLength(50);
  expect(kinds.filter((kind) => kind === 'stale')).toHaveLength(150);
});

test('gives a job in one batch once, to the first of its deliveries', async () => {
  const id = await t.acceptOne();
  const dead = await t.acceptOne();
  await t.run(dead, await t.worker(0));
  const first = { id, publication: 1, isRedelivered: false };
  const again = { id: dead, publication: 1, isRedelivered: true };
  const answers = await t.ledger.claim(
    [first, again, { ...first }, { ...first, isRedelivered: true }, { ...again }],
    alive,
  );
  expect(answers.map(({ kind }) => kind)).toEqual(['claimed', 'claimed', 'stale', 'held', 'held']);
});

test('hands out an edited payload', async () => {
  const unique = { key: newJobId(), onConflict: 'replace' } as const;
  const id = await t.acceptOne({ unique, payload: 'old' });
  expect(await t.acceptOne({ unique, payload: 'new' })).toBe(id);
  expect(await t.claimOne(id, alive)).toMatchObject({ kind: 'claimed', payload: 'new' });
});

describe('a claim whose answer was lost and that is made again', () => {
  const repeated = { knownRun: undefined };

  test('is told what was granted, under the same fence', async () => {
    const id = await t.acceptOne();
    const granted = await t.run(id, alive);
    expect(await t.claimOne(id, alive, { repeated })).toEqual(granted);
    expect(await t.job(id)).toMatchObject({ state: 'active', run: 1, attempt: 1, deaths: 0 });
  });

  test('is told so too where it took the job over from a dead worker', async () => {
    const id = await t.acceptOne();
    await t.run(id, await t.worker(0));
    const granted = await t.run(id, alive, { isRedelivered: true });
    const again = { isRedelivered: true, repeated: { knownRun: undefined } };
    expect(await t.claimOne(id, alive, again)).toEqual(granted);
  });

  test('is stale when the worker has that run in hand, or another worker has the job', async () => {
    const id = await t.acceptOne();
    const { fence } = await t.run(id, alive);
    const inHand = { repeated: { knownRun: fence.run } };
    expect(await t.claimOne(id, alive, inHand)).toEqual({ kind: 'stale' });
    expect(await t.claimOne(id, await t.worker(), { repeated })).toEqual({ kind: 'stale' });
  });

  test('is granted to one of two copies', async () => {
    const id = await t.acceptOne();
    const request = { id, publication: 1, isRedelivered: false };
    await t.ledger.claim([request, { ...request }], alive);
    const copies = [
      { ...request, repeated },
      { ...request, repeated },
    ];
    const answers = await t.ledger.claim(copies, alive);
    expect(answers.map(({ kind }) => kind)).toEqual(['claimed', 'stale']);
  });
});
