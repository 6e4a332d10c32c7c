import { Client } from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import { sessionOf } from '../../src/db/session-of.ts';
import { newJobId } from '../../src/job/job-id.ts';
import { aJob, openTestLedger, type TestLedger } from './open-test-ledger.ts';

let t: TestLedger;
beforeAll(async () => {
  t = await openTestLedger();
  return () => t.close();
});

test('keeps every fact of a job', async () => {
  const given = aJob({
    priority: -5,
    tags: ['a', 'b "c", {d}'],
    tenant: 'acme',
    turnKey: 'acme',
    limitKey: 'sms:+49',
    groupId: newJobId(),
    trace: '00-trace-01',
    expiresAfterMs: 60_000,
    payload: { text: 'üñí 😀 "quoted" \\ \n', list: [1, 2.5, null, true], nested: { a: {} } },
    schedule: {
      name: 'nightly',
      dueAt: new Date('2026-01-02T03:04:05.678Z'),
      isLate: true,
      isCatchUp: false,
    },
  });
  expect(await t.ledger.accept([given])).toEqual([{ id: given.id, isDuplicate: false }]);
  expect(await t.job(given.id)).toMatchObject({
    state: 'waiting',
    publication: 1,
    run: 0,
    attempt: 0,
    priority: -5,
    tags: given.tags,
    tenant: 'acme',
    turn_key: 'acme',
    limit_key: 'sms:+49',
    group_id: given.groupId,
    trace: '00-trace-01',
    payload: given.payload,
    schedule: 'nightly',
    due_time: given.schedule?.dueAt,
    is_late: true,
    is_catch_up: false,
  });
});

test.each([null, 0, '', false, [], 'text', 1e21])('keeps the payload %j as it is', async (payload) => {
  const { payload: kept } = await t.job(await t.acceptOne({ payload }));
  expect(kept).toEqual(payload);
});

test('gives the producer two seconds before the relay publishes', async () => {
  const row = await t.outbox(await t.acceptOne());
  expect(row?.publication).toBe(1);
  expect(row?.dueInMs).toBeGreaterThan(1_000);
  expect(row?.dueInMs).toBeLessThanOrEqual(2_000);
});

test('lets jobs wait for their time and for their turn', async () => {
  const [after, at, turn] = await t.accept(
    { due: { kind: 'after', delayMs: 60_000 } },
    { due: { kind: 'at', at: new Date(Date.now() + 90_000) } },
    { due: { kind: 'turn' } },
  );
  expect((await t.outbox(after))?.dueInMs).toBeGreaterThan(55_000);
  expect((await t.outbox(at))?.dueInMs).toBeGreaterThan(80_000);
  expect((await t.outbox(turn))?.waits).toBe(true);
});

test('takes an id once, in one call or in two', async () => {
  const job = aJob();
  expect(await t.ledger.accept([job, job])).toEqual([
    { id: job.id, isDuplicate: false },
    { id: job.id, isDuplicate: true },
  ]);
  expect(await t.ledger.accept([{ ...job, payload: 'other' }])).toEqual([{ id: job.id, isDuplicate: true }]);
});

test('takes ids that carry no time', async () => {
  const id = 'f47ac10b-58cc-4372-a567-0e02b2c3d479';
  await t.accept({ id });
  expect(await t.job(id)).toMatchObject({ state: 'waiting' });
});

test('accepts all of a call or nothing', async () => {
  const good = aJob();
  const bad = aJob({ payload: { bad: '\u0000' } });
  await expect(t.ledger.accept([good, bad])).rejects.toThrow('unsupported Unicode');
  await expect(t.job(good.id)).rejects.toThrow('no job');
  expect(await t.outbox(good.id)).toBeUndefined();
});

describe('in a session', () => {
  test('exists if and only if the transaction commits, and is due at once', async () => {
    const [kept, lost] = [aJob(), aJob()];
    await t.database.transaction((trx) => t.ledger.accept([kept], sessionOf(trx)));
    await expect(
      t.database.transaction(async (trx) => {
        await t.ledger.accept([lost], sessionOf(trx));
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect(await t.job(kept.id)).toMatchObject({ state: 'waiting' });
    expect((await t.outbox(kept.id))?.dueInMs).toBeLessThan(1);
    await expect(t.job(lost.id)).rejects.toThrow('no job');
  });

  test('takes part in a transaction of pg', async () => {
    const client = new Client({ connectionString: t.url });
    await client.connect();
    const mine = aJob({ unique: { key: 'k', onConflict: 'reject' } });
    await client.query('BEGIN');
    await t.ledger.accept([mine], sessionOf(client));
    await expect(t.job(mine.id)).rejects.toThrow('no job');
    await client.query('COMMIT');
    await client.end();
    expect(await t.job(mine.id)).toMatchObject({ state: 'waiting' });
  });
});
