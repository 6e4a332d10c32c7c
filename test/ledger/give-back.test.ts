import { beforeAll, expect, test } from 'vitest';
import { openTestLedger, type TestLedger } from './open-test-ledger.ts';

let t: TestLedger;
beforeAll(async () => {
  t = await openTestLedger();
  return () => t.close();
});

test('gives the attempt back, and neither the run nor the publication', async () => {
  const worker = await t.worker();
  const id = await t.acceptOne();
  await t.ledger.markPublished([{ id, publication: 1 }]);
  const { fence } = await t.run(id, worker);
  await t.ledger.giveBack([fence]);
  expect(await t.job(id)).toMatchObject({
    state: 'waiting',
    publication: 1,
    run: 1,
    attempt: 0,
    owner: null,
  });
  expect(await t.outbox(id)).toBeUndefined();
  expect(await t.run(id, worker, { isRedelivered: true })).toMatchObject({
    fence: { run: 2 },
    attempt: 1,
    deaths: 0,
  });
});

test('leaves alone what is not this run', async () => {
  const id = await t.acceptOne();
  const { fence } = await t.run(id, await t.worker(0));
  const next = await t.worker();
  await t.run(id, next, { isRedelivered: true });
  await t.ledger.giveBack([fence]);
  expect(await t.job(id)).toMatchObject({ state: 'active', owner: next });
});

test('ends the job when its cancellation was asked for meanwhile', async () => {
  const id = await t.acceptOne();
  const { fence } = await t.run(id, await t.worker());
  await t.ledger.cancel([id], 'enough');
  await t.ledger.giveBack([fence]);
  expect(await t.job(id)).toMatchObject({ state: 'cancelled', reason: 'enough' });
});
