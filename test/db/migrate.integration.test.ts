import { beforeEach, expect, test } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { migrate } from '../../src/db/migrate.ts';
import { migrationState } from '../../src/db/migration-state.ts';
import { MIGRATIONS } from '../../src/db/migrations/migrations.ts';
import { ROUTINES } from '../../src/ledger/routines.ts';
import { openDatabase } from '../../src/db/open-database.ts';
import { rowsOf } from '../../src/db/rows-of.ts';
import { SchemaTooNewError } from '../../src/db/schema-too-new-error.ts';
import { type FreshDatabase, freshDatabase } from '../servers/fresh-database.ts';

const all = [...Object.keys(MIGRATIONS), ...ROUTINES.map(({ name }) => name)].toSorted();
let fresh: FreshDatabase;
let database: Database;

beforeEach(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url });
  return async () => {
    await database.close();
    await fresh.drop();
  };
});

test('says what is pending before, and nothing after', async () => {
  const { pending, unknown } = await migrationState(database);
  expect({ pending: pending.toSorted(), unknown }).toEqual({ pending: all, unknown: [] });
  expect((await migrate(database)).toSorted()).toEqual(all);
  expect(await migrationState(database)).toEqual({ pending: [], unknown: [] });
  expect(await migrate(database)).toEqual([]);
});

test('lets several processes migrate an empty database at once', async () => {
  const others = [1, 2, 3].map(() => openDatabase({ url: fresh.url }));
  const ran = await Promise.all([database, ...others].map((each) => migrate(each)));
  await Promise.all(others.map((each) => each.close()));
  expect(ran.flat().toSorted()).toEqual(all);
});

test('refuses a schema of a newer version and changes nothing', async () => {
  await migrate(database);
  await database.query(`INSERT INTO nightshift.migrations (name, timestamp) VALUES ('9999-later', '')`);
  await expect(migrate(database)).rejects.toThrow(SchemaTooNewError);
  await expect(migrate(database)).rejects.toThrow('9999-later');
  expect((await migrationState(database)).unknown).toEqual(['9999-later']);
});

test('makes analysed partitions for this week and the next two, and none twice', async () => {
  await migrate(database);
  await migrate(database);
  const partitions = await rowsOf<{ name: string; analysed: boolean }>(
    database,
    `SELECT relname AS name, reltuples >= 0 AS analysed FROM pg_class
     WHERE relname ~ '^(jobs|attempts|steps)_[0-9]{8}$' ORDER BY 1`,
  );
  expect(partitions).toHaveLength(9);
  expect(partitions.every(({ analysed }) => analysed)).toBe(true);
});

test('runs where the trigram extension may not be made', async () => {
  await database.query(`DO $$ BEGIN
    CREATE ROLE may_not_extend LOGIN; EXCEPTION WHEN duplicate_object THEN END $$`);
  for (const schema of ['nightshift', 'app'])
    await database.query(`CREATE SCHEMA ${schema} AUTHORIZATION may_not_extend`);
  const url = new URL(fresh.url);
  url.username = 'may_not_extend';
  const limited = openDatabase({ url: url.href });
  await migrate(limited);
  await limited.close();
  expect((await migrationState(database)).pending).toEqual([]);
  expect((await database.query(`SELECT to_regclass('nightshift.jobs_error_text') AS found`)).rows).toEqual([
    { found: null },
  ]);
});
