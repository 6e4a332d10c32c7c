import { beforeAll, expect, test } from 'vitest';
import { openTestLedger, type TestLedger } from './open-test-ledger.ts';

let t: TestLedger;
let worker: string;
beforeAll(async () => {
  t = await openTestLedger();
  worker = await t.worker();
  return () => t.close();
});

test.each([{ sent: true }, null, undefined, 0])(
  'remembers the result %j for later attempts',
  async (result) => {
    const { first, second } = await twoRuns();
    expect(await t.ledger.claimStep(first, 'send')).toEqual({ kind: 'claimed' });
    await t.ledger.finishStep(first, 'send', result);
    const fence = await second();
    expect(await t.ledger.claimStep(fence, 'send')).toEqual({ kind: 'done', result });
  },
);

test('says that nobody knows when an earlier run began it, until this run finds out', async () => {
  const { first, second } = await twoRuns();
  await t.ledger.claimStep(first, 'send');
  const fence = await second();
  expect(await t.ledger.claimStep(fence, 'send')).toEqual({ kind: 'unknown' });
  expect(await t.ledger.claimStep(fence, 'send')).toEqual({ kind: 'unknown' });
  await t.ledger.finishStep(first, 'send', 'too late');
  expect(await t.ledger.claimStep(fence, 'send')).toEqual({ kind: 'unknown' });
  await t.ledger.finishStep(fence, 'send', 'found out');
  expect(await t.ledger.claimStep(fence, 'send')).toEqual({ kind: 'done', result: 'found out' });
});

test('forgets a step whose effect did not happen', async () => {
  const { first, second } = await twoRuns();
  await t.ledger.claimStep(first, 'send');
  await t.ledger.releaseStep(first, 'send');
  expect(await t.ledger.claimStep(await second(), 'send')).toEqual({ kind: 'claimed' });
});

test('refuses a run that was given up', async () => {
  const { first, second } = await twoRuns();
  await second();
  expect(await t.ledger.claimStep(first, 'send')).toEqual({ kind: 'refused' });
});

test('answers the same run the same when it asks again', async () => {
  const { first } = await twoRuns();
  expect(await t.ledger.claimStep(first, 'send')).toEqual({ kind: 'claimed' });
  expect(await t.ledger.claimStep(first, 'send')).toEqual({ kind: 'claimed' });
});

// Were it taken at its word, whoever takes over from it would get the same number, and its steps for their own.
test('refuses a run whose claim is not written yet', async () => {
  const id = await t.acceptOne();
  const presumed = { id, publication: 1, run: 1 };
  expect(await t.ledger.claimStep(presumed, 'send')).toEqual({ kind: 'refused' });
  await t.run(id, worker);
  expect(await t.ledger.claimStep(presumed, 'send')).toEqual({ kind: 'claimed' });
});

/** A run, and a way to lose it to another. */
async function twoRuns() {
  const id = await t.acceptOne();
  const { fence: first } = await t.run(id, await t.worker(0));
  return { first, second: async () => (await t.run(id, worker, { isRedelivered: true })).fence };
}
