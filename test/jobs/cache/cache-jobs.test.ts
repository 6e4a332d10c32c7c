import { afterAll, beforeAll, expect, test } from 'vitest';
import { warmCache } from '../../../jobs/cache/warm.ts';
import { cleanExpired } from '../../../jobs/maintenance/clean-expired.ts';
import { rowsOf } from '../../../src/db/rows-of.ts';
import { createTask } from '../../../src/domain/tasks/create-task.ts';
import { changeTier } from '../../../src/domain/users/change-user.ts';
import reportsWorker from '../../../workers/reports.ts';
import { sowUser } from '../../domain/sow.ts';
import { type JobRunner, openJobRunner } from '../run-jobs.ts';

let runner: JobRunner;
beforeAll(async () => {
  runner = await openJobRunner(reportsWorker);
});
afterAll(() => runner.end());

const query = (text: string, values: readonly unknown[] = []) => runner.database.query(text, values);

async function sowPremium(): Promise<number> {
  const userId = await sowUser(runner.domain);
  await runner.domain.write((writing) => changeTier(writing, userId, { tier: 'premium' }));
  return userId;
}

/** Kept keys of these users by kind, and for how many minutes. */
async function keptFor(userIds: readonly number[]) {
  const rows = await rowsOf<{ key: string; minutes: number }>(
    runner.database,
    `SELECT key, extract(epoch FROM expires_at - now())::float8 / 60 AS minutes FROM nightshift.cache_entries`,
  );
  return rows.flatMap(({ key, minutes }) => {
    const [, kind, id] = /:(\w[\w-]*):(?:id:)?(\d+)(?::|$)/.exec(key) ?? [];
    return kind !== undefined && userIds.includes(Number(id)) ? [{ kind, minutes }] : [];
  });
}

test('warms what premium users of the last days see first, and keeps it until they come', async () => {
  const [active, working, idle, basic] = [
    await sowPremium(),
    await sowPremium(),
    await sowPremium(),
    await sowUser(runner.domain),
  ];
  await query(`UPDATE app.users SET last_active_at = now() - interval '6 days' WHERE id = ANY($1)`, [
    [active, basic],
  ]);
  await query(`UPDATE app.users SET last_active_at = now() - interval '8 days' WHERE id = $1`, [idle]);
  await runner.domain.write((writing) => createTask(writing, { ownerId: working, title: 'Dig' }));

  expect(await runner.run(warmCache, { keepForMs: 7_200_000 })).toMatchObject({ result: { users: 2 } });
  const kinds = ['dashboard', 'features', 'profile', 'statistics', 'suggestions', 'task-list', 'task-list'];
  for (const userId of [active, working]) {
    const kept = await keptFor([userId]);
    expect(kept.map(({ kind }) => kind).toSorted()).toEqual(kinds);
    for (const { minutes } of kept) expect(minutes).toBeGreaterThan(100);
  }
  expect(await keptFor([idle, basic])).toEqual([]);
});

test('removes rows past their end and no other', async () => {
  await query(`INSERT INTO nightshift.cache_entries (key, expires_at)
    VALUES ('over', now() - interval '1 s'), ('good', now() + interval '1 h')`);
  expect(await runner.run(cleanExpired, {})).toMatchObject({ result: { looked: 0, givenAnEnd: 0 } });
  const left = await rowsOf(
    runner.database,
    `SELECT key FROM nightshift.cache_entries WHERE key IN ('over', 'good')`,
  );
  expect(left).toEqual([{ key: 'good' }]);
});
