import { beforeAll, describe, expect, test } from 'vitest';
import { sessionOf } from '../../src/db/session-of.ts';
import { newJobId } from '../../src/job/job-id.ts';
import { completed } from '../../src/job/outcome.ts';
import { aJob, anError, openTestLedger, type TestLedger } from './open-test-ledger.ts';

let t: TestLedger;
beforeAll(async () => {
  t = await openTestLedger();
  return () => t.close();
});

const fresh = (more: { readonly forMs?: number } = {}) =>
  ({ key: newJobId(), onConflict: 'reject', ...more }) as const;

test('a key is held until its job has ended, and answers with that job', async () => {
  const unique = fresh();
  const first = await t.acceptOne({ unique });
  const second = aJob({ unique });
  expect(await t.ledger.accept([second])).toEqual([{ id: first, isDuplicate: true }]);
  await expect(t.job(second.id)).rejects.toThrow('no job');
  await t.end(first, { kind: 'retry', delayMs: 0, error: anError });
  expect(await t.acceptOne({ unique })).toBe(first);
  await t.end(first, completed(), 2);
  expect(await t.acceptOne({ unique })).not.toBe(first);
});

test.each([
  ['failed', (id: string) => t.end(id, { kind: 'failed', reason: 'permanent', error: anError })],
  ['cancelled', (id: string) => t.ledger.cancel([id], 'no')],
])('a job that %s releases its key', async (_, end) => {
  const unique = fresh();
  const first = await t.acceptOne({ unique });
  await end(first);
  expect(await t.acceptOne({ unique })).not.toBe(first);
});

test('a key that is held for a time outlives its job, and may be taken when the time is over', async () => {
  const unique = fresh({ forMs: 60_000 });
  const first = await t.acceptOne({ unique });
  await t.end(first, completed());
  expect(await t.acceptOne({ unique })).toBe(first);
  await t.database.query(`UPDATE nightshift.job_keys SET held_until = now() WHERE key = $1`, [unique.key]);
  expect(await t.acceptOne({ unique })).not.toBe(first);
});

test('a key belongs to the jobs of one name', async () => {
  const unique = fresh();
  const first = await t.acceptOne({ unique });
  expect(await t.acceptOne({ unique, name: 'sms.send' })).not.toBe(first);
});

test('of many at once, in one call and in several, exactly one is new', async () => {
  const unique = fresh();
  const calls = Array.from({ length: 6 }, () =>
    t.ledger.accept([aJob({ unique }), aJob(), aJob({ unique })]),
  );
  const answers = (await Promise.all(calls)).flatMap(([one, , two]) => [one, two]);
  expect(answers.filter((answer) => answer?.isDuplicate === false)).toHaveLength(1);
  expect(new Set(answers.map((answer) => answer?.id)).size).toBe(1);
});

test('an id that is enqueued again after its end does not take the key for ever', async () => {
  const job = aJob({ unique: fresh() });
  await t.ledger.accept([job]);
  await t.end(job.id, completed());
  expect(await t.ledger.accept([job])).toEqual([{ id: job.id, isDuplicate: true }]);
  expect(await t.ledger.accept([{ ...job, id: newJobId() }])).toMatchObject([{ isDuplicate: false }]);
});

test('is released when the transaction that took it is rolled back', async () => {
  const unique = fresh();
  const undone = t.database.transaction(async (trx) => {
    await t.ledger.accept([aJob({ unique })], sessionOf(trx));
    throw new Error('no');
  });
  await expect(undone).rejects.toThrow('no');
  expect(await t.ledger.accept([aJob({ unique })])).toMatchObject([{ isDuplicate: false }]);
});

describe('replace', () => {
  const replacing = () => ({ key: newJobId(), onConflict: 'replace' }) as const;

  test('gives a job that waits the new payload', async () => {
    const unique = replacing();
    const first = await t.acceptOne({ unique, payload: 1 });
    expect(await t.acceptOne({ unique, payload: 2, version: 2 })).toBe(first);
    expect(await t.job(first)).toMatchObject({ payload: 2, version: 2 });
    expect(await t.run(first, await t.worker())).toMatchObject({ payload: 2 });
  });

  test('leaves a job that runs alone', async () => {
    const unique = replacing();
    const first = await t.acceptOne({ unique, payload: 1 });
    await t.run(first, await t.worker());
    expect(await t.acceptOne({ unique, payload: 2 })).toBe(first);
    expect(await t.job(first)).toMatchObject({ payload: 1 });
  });
});
