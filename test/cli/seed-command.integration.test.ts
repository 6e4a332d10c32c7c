import { beforeAll, expect, test } from 'vitest';
import { type FreshDatabase } from '../servers/fresh-database.ts';
import { migratedDatabase } from '../servers/migrated-database.ts';
import { run } from './run.ts';

let fresh: FreshDatabase;

beforeAll(async () => {
  fresh = await migratedDatabase();
  return fresh.drop;
});

const seed = (...words: string[]) => run(['seed', ...words], { env: { DATABASE_URL: fresh.url } });

test('fills empty tables once, and is content with that only when told so', async () => {
  const first = await seed('--small', '--until', '2030-03-29', '--json');
  expect(first.status).toBe(0);
  expect(JSON.parse(first.out)).toContainEqual({ table: 'orders', rows: 900 });
  const second = await seed('--small');
  expect(second).toMatchObject({ status: 1, said: expect.stringContaining('--reset') });
  expect(await seed('--small', '--if-empty')).toMatchObject({ status: 0 });
});

test('removes what is there only when someone says yes', async () => {
  expect(await seed('--small', '--reset')).toMatchObject({
    status: 2,
    said: expect.stringContaining('--yes'),
  });
  const shown = await seed('--reset', '--dry-run', '--json');
  expect(JSON.parse(shown.out)).toContainEqual({ table: 'users', rows: 60 });
  const again = await seed('--small', '--reset', '--yes', '--seed', '2');
  expect(again).toMatchObject({ status: 0, out: expect.stringMatching(/orders +900/) });
});

test.each([
  ['a seed that is no number', ['--seed', 'x'], '--seed'],
  ['a day that is none', ['--until', '2030-02-31'], '--until'],
  ['a dry run of nothing', ['--dry-run'], '--reset'],
])('refuses %s', async (_, words, named) => {
  expect(await seed(...words)).toMatchObject({ status: 2, said: expect.stringContaining(named) });
});
