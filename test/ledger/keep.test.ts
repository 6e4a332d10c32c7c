import { beforeAll, expect, test } from 'vitest';
import { newJobId } from '../../src/job/job-id.ts';
import type { KeptJob } from '../../src/ledger/ledger.ts';
import { anError, openTestLedger, type TestLedger } from './open-test-ledger.ts';

let t: TestLedger;
beforeAll(async () => {
  t = await openTestLedger();
  return () => t.close();
});

function kept(end: KeptJob['end'], job: Partial<KeptJob> = {}): KeptJob {
  return {
    id: newJobId(),
    name: 'view.track',
    queue: 'views',
    version: 1,
    payload: { page: '/' },
    maxAttempts: 3,
    attempt: 1,
    end,
    startedAtMs: Date.now(),
    durationMs: 3,
    log: [],
    ...job,
  };
}

test('inserts a retry as the second publication, from where it is claimed like any other', async () => {
  const job = kept({ kind: 'retry', delayMs: 20_000, error: anError });
  await t.ledger.keep([job]);
  expect(await t.job(job.id)).toMatchObject({
    state: 'waiting',
    publication: 2,
    attempt: 1,
    payload: { page: '/' },
  });
  expect((await t.outbox(job.id))?.dueInMs).toBeGreaterThan(15_000);
  expect(await t.attempts(job.id)).toMatchObject([
    { run: 1, publication: 1, outcome: 'retry', error: anError },
  ]);
  const claimed = await t.run(job.id, await t.worker(), { publication: 2 });
  expect(claimed).toMatchObject({ fence: { publication: 2, run: 2 }, attempt: 2, maxAttempts: 3 });
});

test('gives the attempt of a snooze back', async () => {
  const job = kept({ kind: 'snoozed', delayMs: 0 });
  await t.ledger.keep([job]);
  expect(await t.run(job.id, await t.worker(), { publication: 2 })).toMatchObject({ attempt: 1 });
});

test('inserts a failure as failed, with what came', async () => {
  const raw = new TextEncoder().encode('{not json \u0000');
  const error = { name: 'Error', message: 'the body is not JSON' };
  const { payload: _, ...job } = kept({ kind: 'failed', reason: 'invalid-payload', error });
  await t.ledger.keep([{ ...job, raw, headers: { from: 'a stranger', odd: 'a\u0000b' } }]);
  const row = await t.job(job.id);
  expect(row).toMatchObject({
    state: 'failed',
    reason: 'invalid-payload',
    payload: null,
    headers: { from: 'a stranger', odd: 'a\uFFFDb' },
    error_text: 'Error: the body is not JSON',
  });
  expect(new Uint8Array(row['raw'] as Buffer)).toEqual(raw);
  expect(await t.outbox(job.id)).toBeUndefined();
});

test('cuts what is too long to keep', async () => {
  const job = kept(
    { kind: 'failed', reason: 'invalid-payload', error: anError },
    { raw: new Uint8Array(300_000) },
  );
  await t.ledger.keep([job]);
  expect((await t.job(job.id))['raw']).toHaveLength(262_144);
});

test('twice is once', async () => {
  const job = kept({ kind: 'retry', delayMs: 0, error: anError });
  await t.ledger.keep([job]);
  await t.end(job.id, { kind: 'cancelled', reason: 'done with' }, 2);
  await t.ledger.keep([job, job]);
  expect(await t.job(job.id)).toMatchObject({ state: 'cancelled' });
  expect(await t.outbox(job.id)).toBeUndefined();
});
