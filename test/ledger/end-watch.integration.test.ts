import { beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../src/db/open-database.ts';
import { newJobId } from '../../src/job/job-id.ts';
import { completed } from '../../src/job/outcome.ts';
import { EndWatch } from '../../src/ledger/ends/end-watch.ts';
import { anEnd, anError, openTestLedger, type TestLedger } from './open-test-ledger.ts';

let t: TestLedger;
let watch: EndWatch;
beforeAll(async () => {
  t = await openTestLedger();
  watch = new EndWatch(t.database);
  return () => t.close();
});

test('gives the end of a job that has ended already', async () => {
  const [done, nothing, failed] = await t.accept({}, {}, {});
  await t.end(done, completed({ a: 1 }));
  await t.end(nothing, completed());
  await t.end(failed, { kind: 'failed', reason: 'permanent', error: anError });
  expect(await watch.wait(done, 5_000)).toEqual({ state: 'completed', result: { a: 1 } });
  expect(await watch.wait(nothing, 5_000)).toEqual({ state: 'completed' });
  expect(await watch.wait(failed, 5_000)).toEqual({ state: 'failed', reason: 'permanent', error: anError });
});

test('is told of the end at once, by whatever it comes', async () => {
  const [recorded, cancelled] = await t.accept({}, {});
  const waits = [recorded, cancelled].map((id) => watch.wait(id, 5_000));
  await new Promise((resolve) => setTimeout(resolve, 200));
  const from = performance.now();
  await t.end(recorded, completed('late'));
  await t.ledger.cancel([cancelled], 'no');
  expect(await Promise.all(waits)).toEqual([
    { state: 'completed', result: 'late' },
    { state: 'cancelled', reason: 'no' },
  ]);
  expect(performance.now() - from).toBeLessThan(800);
});

test('waits for more jobs than one notification can name', async () => {
  const ids = await t.accept(...Array.from({ length: 300 }, () => ({})));
  const worker = await t.worker();
  const waits = ids.map((id) => watch.wait(id, 10_000));
  await new Promise((resolve) => setTimeout(resolve, 200));
  const claims = await t.ledger.claim(
    ids.map((id) => ({ id, publication: 1, isRedelivered: false })),
    worker,
  );
  const ends = claims.flatMap((claim) => (claim.kind === 'claimed' ? [anEnd(claim.fence, completed())] : []));
  await t.ledger.record(ends, worker);
  expect((await Promise.all(waits)).every((end) => end?.state === 'completed')).toBe(true);
});

test('finds by itself what it was not told of', async () => {
  const deaf = new EndWatch({ ...t.database, listen: () => () => {} });
  const id = await t.acceptOne();
  const wait = deaf.wait(id, 5_000);
  await t.end(id, completed());
  expect(await wait).toEqual({ state: 'completed' });
});

test('gives up when the time is over, and for a job that nobody knows', async () => {
  expect(await watch.wait(await t.acceptOne(), 50)).toBeUndefined();
  expect(await watch.wait(newJobId(), 50)).toBeUndefined();
});

test('rejects what is no id', async () => {
  await expect(watch.wait('nonsense', 5_000)).rejects.toThrow('invalid input syntax for type uuid');
});

test('counts an outage as waiting', async () => {
  const away = openDatabase({ url: 'postgres://postgres@127.0.0.1:1/postgres' });
  expect(await new EndWatch(away).wait(newJobId(), 100)).toBeUndefined();
  await away.close();
});
