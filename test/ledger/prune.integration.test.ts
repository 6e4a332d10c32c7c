import { randomBytes } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { rowsOf } from '../../src/db/rows-of.ts';
import { formatUuidV7 } from '../../src/job/job-id.ts';
import { completed } from '../../src/job/outcome.ts';
import { makePartitions } from '../../src/ledger/partitions/make-partitions.ts';
import { prune } from '../../src/ledger/partitions/prune.ts';
import { weekOf } from '../../src/ledger/partitions/week.ts';
import { anError, openTestLedger, type TestLedger } from './open-test-ledger.ts';

const DAY_MS = 86_400_000;
const AGO_MS = Date.now() - 60 * DAY_MS;

const anIdOf = (timeMs: number) => formatUuidV7(timeMs, randomBytes(10));

let t: TestLedger;
beforeEach(async () => {
  t = await openTestLedger();
  return () => t.close();
});

/** Jobs of 60 days ago, in a partition of their week. */
async function oldJobs<Names extends string>(...names: readonly Names[]): Promise<Record<Names, string>> {
  const week = weekOf(AGO_MS);
  for (const [table, storage] of [
    ['jobs', 'WITH (fillfactor = 50)'],
    ['attempts', ''],
    ['steps', ''],
  ]) {
    await t.database.query(
      `CREATE TABLE IF NOT EXISTS nightshift.${table}_${week.name} PARTITION OF nightshift.${table}
       FOR VALUES FROM ('${week.fromId}') TO ('${week.toId}') ${storage}`,
    );
  }
  const entries = names.map((name) => [name, anIdOf(AGO_MS)] as const);
  await t.accept(...entries.map(([, id]) => ({ id })));
  return Object.fromEntries(entries) as Record<Names, string>; // the names just given
}

async function age(): Promise<void> {
  await t.database.query(
    `UPDATE nightshift.jobs SET created_at = now() - interval '60 days', ended_at = ended_at - interval '60 days'`,
  );
}

const weeks = async () =>
  (
    await rowsOf<{ name: string }>(
      t.database,
      `SELECT relname AS name FROM pg_class WHERE relname ~ '_${weekOf(AGO_MS).name}$' AND relkind = 'r'`,
    )
  ).map(({ name }) => name);

test('drops a week in which nothing lives, and moves on the few that do, with all that belongs to them', async () => {
  const { done, failed, waiting } = await oldJobs('done', 'failed', 'waiting');
  const worker = await t.worker();
  const { fence } = await t.run(failed, worker);
  await t.ledger.claimStep(fence, 'step');
  await t.recordOne(fence, worker, { kind: 'failed', reason: 'permanent', error: anError });
  await t.end(done, completed());
  await age();
  expect(await weeks()).toHaveLength(3);
  expect(await prune(t.database)).toEqual({ droppedWeeks: [weekOf(AGO_MS).name], deletedJobs: 0 });
  expect(await weeks()).toEqual([]);
  await expect(t.job(done)).rejects.toThrow('no job');
  expect(await t.attempts(done)).toEqual([]);
  expect(await t.job(failed)).toMatchObject({ state: 'failed' });
  expect(await t.attempts(failed)).toHaveLength(1);
  expect((await t.database.query('SELECT FROM nightshift.steps')).rows).toHaveLength(1);
  expect(await t.run(waiting, worker)).toMatchObject({ kind: 'claimed' });
});

test('keeps what ended lately, whenever it was made', async () => {
  const { done } = await oldJobs('done');
  await t.end(done, completed());
  expect(await prune(t.database)).toEqual({ droppedWeeks: [weekOf(AGO_MS).name], deletedJobs: 0 });
  expect(await t.job(done)).toMatchObject({ state: 'completed' });
  expect(await prune(t.database, { completedMs: 0, closedMs: 0 })).toMatchObject({ deletedJobs: 1 });
});

test('keeps cancelled jobs longer than completed ones, and failed ones until a person acts', async () => {
  const [done, cancelled, failed] = await t.accept(
    { id: 'f47ac10b-58cc-4372-a567-0e02b2c3d479' },
    { id: 'f47ac10b-58cc-4372-a567-0e02b2c3d480' },
    { id: 'f47ac10b-58cc-4372-a567-0e02b2c3d481' },
  );
  await t.end(done, completed());
  await t.ledger.cancel([cancelled], 'no');
  await t.end(failed, { kind: 'failed', reason: 'permanent', error: anError });
  const ageBy = (days: number) =>
    t.database.query(`UPDATE nightshift.jobs SET ended_at = now() - ${days} * interval '1 day'`);
  await ageBy(8);
  expect(await prune(t.database)).toEqual({ droppedWeeks: [], deletedJobs: 1 });
  await ageBy(31);
  expect(await prune(t.database)).toEqual({ droppedWeeks: [], deletedJobs: 1 });
  expect(await t.job(failed)).toMatchObject({ state: 'failed' });
  await expect(t.job(cancelled)).rejects.toThrow('no job');
});

test('keeps a parent while a child may ask for its result, and forgets their tie with the child', async () => {
  const { parent } = await oldJobs('parent');
  const child = await t.acceptOne({ due: { kind: 'parents', ids: [parent] } });
  await t.end(parent, completed('for the child'));
  await age();
  await prune(t.database);
  expect((await t.run(child, await t.worker())).parents).toMatchObject([{ result: 'for the child' }]);
  await t.recordOne({ id: child, publication: 1, run: 1 }, await t.worker(), completed());
  await age();
  await prune(t.database);
  await expect(t.job(parent)).rejects.toThrow('no job');
  await t.database.query('DELETE FROM nightshift.jobs');
  await prune(t.database);
  expect((await t.database.query('SELECT FROM nightshift.job_parents')).rows).toEqual([]);
});

test('makes the partition of a week for which rows have come early, and moves them into it', async () => {
  const next = weekOf(Date.now() + 7 * DAY_MS);
  for (const table of ['jobs', 'attempts', 'steps']) {
    await t.database.query(`DROP TABLE nightshift.${table}_${next.name}`);
  }
  const early = anIdOf(next.endMs - DAY_MS);
  await t.accept({ id: early });
  const place = () =>
    rowsOf(t.database, 'SELECT tableoid::regclass::text AS place FROM nightshift.jobs WHERE id = $1', [
      early,
    ]);
  expect(await place()).toEqual([{ place: 'nightshift.jobs_default' }]);
  await makePartitions(t.database);
  expect(await place()).toEqual([{ place: `nightshift.jobs_${next.name}` }]);
  expect(await t.run(early, await t.worker())).toMatchObject({ kind: 'claimed' });
});
