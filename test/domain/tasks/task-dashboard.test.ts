import { beforeAll, expect, test } from 'vitest';
import { taskDashboard } from '../../../src/domain/tasks/task-dashboard.ts';
import type { TaskPriority } from '../../../src/domain/tasks/tasks-table.ts';
import { type DomainDatabase, openDomainDatabase } from '../open-domain-database.ts';
import { sowUser } from '../sow.ts';

let opened: DomainDatabase;

beforeAll(async () => {
  opened = await openDomainDatabase();
  return opened.end;
});

interface Row {
  readonly created: string;
  readonly due?: string;
  readonly completed?: string;
  readonly priority?: TaskPriority;
  readonly category?: string;
}

async function userWith(timeZone: string, rows: readonly Row[]): Promise<number> {
  const owner = await sowUser(opened.domain, { timeZone });
  const values = rows.map(({ created, due, completed, priority = 'medium', category }) => ({
    owner_id: owner,
    title: 'x',
    priority,
    category: category ?? null,
    created_at: created,
    due_at: due ?? null,
    completed_at: completed ?? null,
  }));
  if (values.length > 0) await opened.reader.insertInto('tasks').values(values).execute();
  return owner;
}

test('is all zeros for a user without tasks', async () => {
  const owner = await userWith('Europe/Berlin', []);
  expect(await taskDashboard(opened.reader, owner, new Date('2030-06-01T12:00:00Z'))).toEqual({
    timeZone: 'Europe/Berlin',
    today: '2030-06-01',
    total: 0,
    open: 0,
    completed: 0,
    overdue: 0,
    dueToday: 0,
    upcoming: 0,
    completedToday: 0,
    completionRate: { all: null, week: null, month: null },
    byPriority: [],
    byCategory: [],
    averageCompletionMs: null,
    streakDays: 0,
  });
});

test('refuses a user that does not exist', async () => {
  await expect(taskDashboard(opened.reader, 999_999)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('counts, rates and shares', async () => {
  const owner = await userWith('UTC', [
    { created: '2030-01-01T00:00:00Z', completed: '2030-01-01T02:00:00Z', priority: 'low', category: 'home' },
    {
      created: '2030-05-20T00:00:00Z',
      completed: '2030-05-20T04:00:00Z',
      priority: 'urgent',
      category: 'home',
    },
    { created: '2030-05-30T00:00:00Z', due: '2030-05-31T00:00:00Z', priority: 'low', category: 'work' },
    { created: '2030-06-01T00:00:00Z', due: '2030-06-01T23:00:00Z' },
    { created: '2030-06-01T00:00:00Z', due: '2030-06-08T23:59:59Z' },
    { created: '2030-06-01T00:00:00Z', due: '2030-06-09T00:00:00Z' },
  ]);
  expect(await taskDashboard(opened.reader, owner, new Date('2030-06-01T12:00:00Z'))).toMatchObject({
    total: 6,
    open: 4,
    completed: 2,
    overdue: 1,
    dueToday: 1,
    upcoming: 1,
    completionRate: { all: expect.closeTo(2 / 6), week: 0, month: expect.closeTo(1 / 5) },
    byPriority: [
      { value: 'urgent', total: 1, completed: 1, share: expect.closeTo(1 / 6) },
      { value: 'medium', total: 3, completed: 0, share: 0.5 },
      { value: 'low', total: 2, completed: 1, share: expect.closeTo(2 / 6) },
    ],
    byCategory: [
      { value: null, total: 3, completed: 0, share: 0.5 },
      { value: 'home', total: 2, completed: 2, share: expect.closeTo(2 / 6) },
      { value: 'work', total: 1, completed: 0, share: expect.closeTo(1 / 6) },
    ],
    averageCompletionMs: 3 * 3_600_000,
  });
});

test("takes today from the user's clock", async () => {
  const rows = [{ created: '2030-05-01T00:00:00Z', due: '2030-06-02T03:00:00Z' }];
  const now = new Date('2030-06-01T20:00:00Z');
  const at = async (timeZone: string) => taskDashboard(opened.reader, await userWith(timeZone, rows), now);
  expect(await at('America/New_York')).toMatchObject({ today: '2030-06-01', dueToday: 1, upcoming: 0 });
  expect(await at('UTC')).toMatchObject({ today: '2030-06-01', dueToday: 0, upcoming: 1 });
  expect(await at('Pacific/Auckland')).toMatchObject({ today: '2030-06-02', dueToday: 1, upcoming: 0 });
});

// In New York, 10 March 2030 has 23 hours and 3 November 25.
test.each([
  ['2030-03-11T03:59:00Z', '2030-03-11T04:01:00Z', 0, 1],
  ['2030-11-03T04:01:00Z', '2030-11-04T04:59:00Z', 1, 1],
])('counts what was completed at %s as of its day, seen at %s', async (completed, now, today, streak) => {
  const owner = await userWith('America/New_York', [{ created: '2030-01-01T00:00:00Z', completed }]);
  expect(await taskDashboard(opened.reader, owner, new Date(now))).toMatchObject({
    completedToday: today,
    streakDays: streak,
  });
});

test.each([
  ['ends today', ['2030-06-01', '2030-05-31', '2030-05-30', '2030-05-28'], 3],
  ['ends yesterday', ['2030-05-31', '2030-05-30'], 2],
  ['is over', ['2030-05-30', '2030-05-29'], 0],
  ['counts a day once', ['2030-06-01', '2030-06-01', '2030-05-31'], 2],
])('gives the length of a streak that %s', async (_, days, expected) => {
  const rows = days.map((day) => ({ created: '2030-01-01T00:00:00Z', completed: `${day}T10:00:00Z` }));
  const owner = await userWith('UTC', rows);
  const { streakDays } = await taskDashboard(opened.reader, owner, new Date('2030-06-01T12:00:00Z'));
  expect(streakDays).toBe(expected);
});
