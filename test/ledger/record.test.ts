import { beforeAll, describe, expect, test } from 'vitest';
import { sessionOf } from '../../src/db/session-of.ts';
import { completed, snooze } from '../../src/job/outcome.ts';
import { anEnd, anError, openTestLedger, type TestLedger } from './open-test-ledger.ts';

let t: TestLedger;
let worker: string;
beforeAll(async () => {
  t = await openTestLedger();
  worker = await t.worker();
  return () => t.close();
});

async function running(job = {}) {
  const id = await t.acceptOne(job);
  const { fence } = await t.run(id, worker);
  return { id, fence };
}

describe('an outcome', () => {
  test('completed keeps the result and deletes the outbox row', async () => {
    const { id, fence } = await running();
    expect(await t.recordOne(fence, worker, completed({ sent: ['a'] }))).toBe('recorded');
    expect(await t.job(id)).toMatchObject({
      state: 'completed',
      closed_as: null,
      owner: null,
      result: { sent: ['a'] },
      ended_at: expect.any(Date),
    });
    expect(await t.outbox(id)).toBeUndefined();
  });

  test('retry waits again under the next publication', async () => {
    const { id, fence } = await running();
    await t.recordOne(fence, worker, { kind: 'retry', delayMs: 30_000, error: anError });
    expect(await t.job(id)).toMatchObject({
      state: 'waiting',
      publication: 2,
      run: 1,
      attempt: 1,
      error: anError,
      error_text: null,
    });
    const row = await t.outbox(id);
    expect(row).toMatchObject({ publication: 2, is_repeat: false });
    expect(row?.dueInMs).toBeGreaterThan(25_000);
  });

  test('snoozed gives the attempt back', async () => {
    const { id, fence } = await running();
    await t.recordOne(fence, worker, snooze(30_000));
    expect(await t.job(id)).toMatchObject({ state: 'waiting', publication: 2, run: 1, attempt: 0 });
    expect(await t.attempts(id)).toMatchObject([{ attempt: 1, outcome: 'snoozed' }]);
  });

  test('cancelled keeps the reason', async () => {
    const { id, fence } = await running();
    await t.recordOne(fence, worker, { kind: 'cancelled', reason: 'not needed' });
    expect(await t.job(id)).toMatchObject({
      state: 'cancelled',
      closed_as: 'cancelled',
      reason: 'not needed',
    });
  });

  test('failed keeps the error, its text and its fingerprint', async () => {
    const [one, two, other] = [await running(), await running(), await running()];
    const failed = (message: string) =>
      ({ kind: 'failed', reason: 'permanent', error: { name: 'MailError', message } }) as const;
    await t.recordOne(one.fence, worker, failed('no box "a@b" (550)'));
    await t.recordOne(two.fence, worker, failed('no box "c@d" (551)'));
    await t.recordOne(other.fence, worker, failed('no route'));
    expect(await t.job(one.id)).toMatchObject({
      state: 'failed',
      closed_as: 'failed',
      reason: 'permanent',
      error_text: 'MailError: no box "a@b" (550)',
    });
    const prints = await Promise.all(
      [one, two, other].map(async ({ id }) => (await t.job(id))['fingerprint']),
    );
    expect(prints[0]).toBe(prints[1]);
    expect(prints[0]).not.toBe(prints[2]);
  });

  test('expired ends the job', async () => {
    const { id, fence } = await running();
    await t.recordOne(fence, worker, { kind: 'expired' });
    expect(await t.job(id)).toMatchObject({ state: 'expired', closed_as: 'expired' });
  });
});

test('tells a result of null from none', async () => {
  const [nothing, none] = [await running(), await running()];
  await t.recordOne(nothing.fence, worker, completed(null));
  await t.recordOne(none.fence, worker, completed());
  const { rows } = await t.database.query(
    'SELECT result IS NULL AS is_void FROM nightshift.jobs WHERE id = ANY($1) ORDER BY id',
    [[nothing.id, none.id]],
  );
  expect(rows).toEqual([{ is_void: false }, { is_void: true }]);
});

test('keeps each attempt with its times, worker, error and log', async () => {
  const { id, fence } = await running();
  const log = [{ atMs: 1, level: 'info' as const, message: 'hello', fields: { a: 1 } }];
  const startedAtMs = Date.parse('2026-01-02T03:04:05.678Z');
  await t.recordOne(
    fence,
    worker,
    { kind: 'retry', delayMs: 0, error: anError },
    { startedAtMs, durationMs: 12.6, log },
  );
  await t.end(id, completed(), 2);
  expect(await t.attempts(id)).toMatchObject([
    {
      run: 1,
      publication: 1,
      attempt: 1,
      outcome: 'retry',
      worker,
      started_at: new Date(startedAtMs),
      duration_ms: 13,
      error: anError,
      log,
    },
    { run: 2, publication: 2, attempt: 2, outcome: 'completed', log: null },
  ]);
});

test('stores results, errors and lines that PostgreSQL would refuse', async () => {
  const { id, fence } = await running();
  const log = [{ atMs: 1, level: 'info' as const, message: 'half \ud800 and \\u0000 and \u0000' }];
  expect(await t.recordOne(fence, worker, completed({ text: 'a\u0000b' }), { log })).toBe('recorded');
  expect((await t.job(id))['result']).toEqual({ text: 'a\uFFFDb' });
  expect(await t.attempts(id)).toMatchObject([{ log: [{ message: 'half \uFFFD and \\u0000 and \uFFFD' }] }]);
});

describe('the fence', () => {
  test('refuses a second outcome of the same run', async () => {
    const { id, fence } = await running();
    await t.recordOne(fence, worker, { kind: 'cancelled', reason: 'first' });
    expect(await t.recordOne(fence, worker, completed())).toBe('late');
    expect(await t.job(id)).toMatchObject({ state: 'cancelled' });
  });

  test('refuses the outcome of a run that was taken over, and leaves the new one alone', async () => {
    const id = await t.acceptOne();
    const dead = await t.worker(0);
    const { fence: old } = await t.run(id, dead);
    const { fence: fresh } = await t.run(id, worker, { isRedelivered: true });
    expect(await t.recordOne(old, dead, completed('old'))).toBe('late');
    expect(await t.job(id)).toMatchObject({ state: 'active', owner: worker });
    expect(await t.recordOne(fresh, worker, completed('new'))).toBe('recorded');
    expect((await t.job(id))['result']).toBe('new');
  });

  test('refuses the outcome of a run that was given back and claimed again: the attempt is the same, the run is not', async () => {
    const { id, fence: old } = await running();
    await t.ledger.giveBack([old]);
    const { fence: fresh, attempt } = await t.run(id, worker, { isRedelivered: true });
    expect(attempt).toBe(1);
    expect(await t.recordOne(old, worker, completed())).toBe('late');
    expect(await t.recordOne(fresh, worker, completed())).toBe('recorded');
  });

  test('lets either the record or the take-over win', async () => {
    for (let round = 0; round < 10; round += 1) {
      const id = await t.acceptOne();
      const dead = await t.worker(0);
      const { fence } = await t.run(id, dead);
      const [answer, claim] = await Promise.all([
        t.recordOne(fence, dead, completed()),
        t.claimOne(id, worker, { isRedelivered: true }),
      ]);
      expect([answer, claim.kind].join()).toMatch(/^(recorded,stale|late,claimed)$/);
      expect((await t.job(id))['state']).toBe(answer === 'recorded' ? 'completed' : 'active');
    }
  });

  test('answers each of a batch in order', async () => {
    const [one, two, three] = [await running(), await running(), await running()];
    await t.recordOne(two.fence, worker, { kind: 'cancelled', reason: '' });
    const ends = [one, two, three, three].map(({ fence }) => anEnd(fence, completed()));
    expect(await t.ledger.record(ends.slice(0, 3), worker)).toEqual(['recorded', 'late', 'recorded']);
  });
});

describe('a presumed claim', () => {
  test('is recorded though it was never written', async () => {
    const id = await t.acceptOne();
    const fence = { id, publication: 1, run: 1 };
    expect(await t.recordOne(fence, worker, completed(), { isPresumed: true })).toBe('recorded');
    expect(await t.job(id)).toMatchObject({ state: 'completed', run: 1, attempt: 1 });
    expect(await t.claimOne(id, worker)).toEqual({ kind: 'stale' });
  });

  test('is recorded when it was written meanwhile', async () => {
    const { id, fence } = await running();
    expect(await t.recordOne(fence, worker, completed(), { isPresumed: true })).toBe('recorded');
    expect(await t.job(id)).toMatchObject({ state: 'completed', run: 1, attempt: 1 });
  });

  test('counts its attempt when it is retried or snoozed', async () => {
    const [retried, snoozed] = await t.accept({}, {});
    const fenceOf = (id: string) => ({ id, publication: 1, run: 1 });
    const more = { isPresumed: true };
    await t.recordOne(fenceOf(retried), worker, { kind: 'retry', delayMs: 0, error: anError }, more);
    await t.recordOne(fenceOf(snoozed), worker, snooze(0), more);
    expect(await t.job(retried)).toMatchObject({ state: 'waiting', publication: 2, run: 1, attempt: 1 });
    expect(await t.job(snoozed)).toMatchObject({ state: 'waiting', publication: 2, run: 1, attempt: 0 });
  });

  test('is late for a job that was cancelled or claimed by another', async () => {
    const [cancelled, claimed] = await t.accept({}, {});
    await t.ledger.cancel([cancelled], 'no');
    await t.run(claimed, await t.worker());
    await t.recordOne({ id: claimed, publication: 1, run: 1 }, worker, completed());
    const fence = { id: cancelled, publication: 1, run: 1 };
    expect(await t.recordOne(fence, worker, completed(), { isPresumed: true })).toBe('late');
  });

  test('without presumption a waiting row is late', async () => {
    const id = await t.acceptOne();
    expect(await t.recordOne({ id, publication: 1, run: 1 }, worker, completed())).toBe('late');
  });
});

test('answers recorded again when the first answer was lost', async () => {
  const { fence } = await running();
  await t.recordOne(fence, worker, completed());
  expect(await t.recordOne(fence, worker, completed())).toBe('recorded');
  expect(await t.recordOne(fence, await t.worker(), completed())).toBe('late');
});

test('commits with the writes of the session, or not at all', async () => {
  const [kept, undone] = [await running(), await running()];
  const recordIn = (fence: typeof kept.fence, fail: boolean) =>
    t.database.transaction(async (trx) => {
      await t.ledger.record([anEnd(fence, completed())], worker, sessionOf(trx));
      if (fail) throw new Error('changed my mind');
    });
  await recordIn(kept.fence, false);
  await expect(recordIn(undone.fence, true)).rejects.toThrow('changed my mind');
  expect(await t.job(kept.id)).toMatchObject({ state: 'completed' });
  expect(await t.job(undone.id)).toMatchObject({ state: 'active' });
  expect(await t.attempts(undone.id)).toEqual([]);
});

test('a wish to cancel outlives a retry', async () => {
  const { id, fence } = await running();
  await t.ledger.cancel([id], 'enough');
  await t.recordOne(fence, worker, { kind: 'retry', delayMs: 0, error: anError });
  expect(await t.job(id)).toMatchObject({ state: 'cancelled', reason: 'enough', publication: 1 });
  expect(await t.outbox(id)).toBeUndefined();
});

test('a late mark does not delete the row of the next publication', async () => {
  const { id, fence } = await running();
  await t.recordOne(fence, worker, { kind: 'retry', delayMs: 0, error: anError });
  await t.ledger.markPublished([{ id, publication: 1 }]);
  expect(await t.outbox(id)).toMatchObject({ publication: 2 });
  await t.ledger.markPublished([{ id, publication: 2 }]);
  expect(await t.outbox(id)).toBeUndefined();
});

test('no index names a column that a claim or a completion changes', async () => {
  const { rows } = await t.database.query(
    `SELECT DISTINCT a.attname AS name FROM pg_index AS i
     JOIN pg_depend AS d ON d.classid = 'pg_class'::regclass AND d.objid = i.indexrelid AND d.refobjid = i.indrelid
     JOIN pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
     WHERE i.indrelid = 'nightshift.jobs'::regclass`,
  );
  const indexed = (rows as { name: string }[]).map(({ name }) => name);
  expect(indexed).toContain('closed_as');
  const changing = [
    'state',
    'run',
    'attempt',
    'owner',
    'started_at',
    'ended_at',
    'result',
    'progress',
    'reason',
    'error',
  ];
  expect(indexed.filter((name) => changing.includes(name))).toEqual([]);
});
