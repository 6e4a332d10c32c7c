import { beforeAll, expect, test } from 'vitest';
import { expireJobs } from '../../src/ledger/chores/expire-jobs.ts';
import { startChores } from '../../src/ledger/chores/start-chores.ts';
import { takeChore } from '../../src/ledger/chores/take-chore.ts';
import { until } from '../until.ts';
import { openTestLedger, type TestLedger } from './open-test-ledger.ts';

let t: TestLedger;
beforeAll(async () => {
  t = await openTestLedger();
  return () => t.close();
});

test('a chore goes to one of many in each period', async () => {
  const taken = await Promise.all(Array.from({ length: 5 }, () => takeChore(t.database, 'one', 60_000)));
  expect(taken.filter(Boolean)).toHaveLength(1);
  expect(await takeChore(t.database, 'one', 60_000)).toBe(false);
  expect(await takeChore(t.database, 'one', 0)).toBe(true);
});

test('chores are done again and again, and one that fails does not stop the others', async () => {
  let done = 0;
  const chores = [
    { name: 'failing', everyMs: 1, run: () => Promise.reject(new Error('no')) },
    {
      name: 'counting',
      everyMs: 1,
      run: async () => {
        done += 1;
      },
    },
  ];
  const running = startChores(t.database, chores, { lookEveryMs: 10 });
  await until(() => done >= 3, { what: 'three times' });
  await running.close();
  const before = done;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(done).toBe(before);
});

test('jobs that nobody claims expire all the same', async () => {
  const expiresAfterMs = 60_000;
  const [over, young, active] = await t.accept({ expiresAfterMs }, { expiresAfterMs }, { expiresAfterMs });
  const child = await t.acceptOne({ due: { kind: 'parents', ids: [over] } });
  await t.run(active, await t.worker());
  await t.database.query('UPDATE nightshift.jobs SET expires_at = now() WHERE id = ANY($1)', [
    [over, active],
  ]);
  expect(await expireJobs(t.database)).toBe(1);
  expect(await t.job(over)).toMatchObject({ state: 'expired' });
  expect(await t.job(child)).toMatchObject({ state: 'cancelled', reason: 'parent-failed' });
  expect(await t.job(young)).toMatchObject({ state: 'waiting' });
  expect(await t.job(active)).toMatchObject({ state: 'active' });
});
