import { beforeAll, expect, test } from 'vitest';
import { newJobId } from '../../src/job/job-id.ts';
import { completed } from '../../src/job/outcome.ts';
import { until } from '../until.ts';
import { openTestLedger, type TestLedger } from './open-test-ledger.ts';

let t: TestLedger;
beforeAll(async () => {
  t = await openTestLedger();
  return () => t.close();
});

test('ends what waits, asks for what runs, and leaves the rest', async () => {
  const [waiting, active, ended] = await t.accept({}, {}, {});
  const unknown = newJobId();
  await t.run(active, await t.worker());
  await t.end(ended, completed());
  expect(await t.ledger.cancel([waiting, active, ended, unknown], 'no need')).toEqual([
    'cancelled',
    'asked',
    'ended',
    'unknown',
  ]);
  expect(await t.job(waiting)).toMatchObject({
    state: 'cancelled',
    closed_as: 'cancelled',
    reason: 'no need',
  });
  expect(await t.outbox(waiting)).toBeUndefined();
  expect(await t.job(active)).toMatchObject({ state: 'active', cancel_asked: 'no need' });
  expect(await t.job(ended)).toMatchObject({ state: 'completed' });
});

test('lets the message of a cancelled job die at its claim', async () => {
  const id = await t.acceptOne();
  await t.ledger.cancel([id], 'no');
  expect(await t.claimOne(id, await t.worker())).toEqual({ kind: 'stale' });
});

test('tells workers at once', async () => {
  let heard = 0;
  let isListening = false;
  t.database.listen('nightshift_workers', {
    onMessage: () => {
      heard += 1;
    },
    onGap: () => {
      isListening = true;
    },
  });
  await until(() => isListening, { what: 'the listener' });
  await t.ledger.cancel([await t.acceptOne()], 'no');
  await until(() => heard === 1, { what: 'the notification' });
  expect(heard).toBe(1);
});

test('ends either as claimed and asked, or as cancelled', async () => {
  const worker = await t.worker();
  for (let round = 0; round < 20; round += 1) {
    const id = await t.acceptOne();
    const [claim, [answer]] = await Promise.all([t.claimOne(id, worker), t.ledger.cancel([id], 'no')]);
    expect(`${claim.kind} ${answer}`).toMatch(/^(claimed asked|stale cancelled)$/);
  }
});
