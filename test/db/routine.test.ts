import { beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { findMissingRoutines, installRoutines } from '../../src/db/install-routines.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openDatabase } from '../../src/db/open-database.ts';
import { defineRoutine } from '../../src/db/routine.ts';
import { sessionOf } from '../../src/db/session-of.ts';
import { type FreshDatabase, freshDatabase } from '../servers/fresh-database.ts';

let fresh: FreshDatabase;
let database: Database;
beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url });
  await migrate(database);
  return async () => {
    await database.close();
    await fresh.drop();
  };
});

const add = (body: string) =>
  defineRoutine<{ readonly sum: number }>({
    name: 'add',
    takes: ['integer', 'integer'],
    returns: 'sum integer',
    body,
  });

test('is installed once, and answers in a session too', async () => {
  const routine = add('SELECT $1 + $2');
  expect(await installRoutines(database, [routine])).toEqual([routine.name]);
  expect(await installRoutines(database, [routine])).toEqual([]);
  expect(await findMissingRoutines(database, [routine])).toEqual([]);
  expect(await routine.call(database, [1, 2])).toEqual([{ sum: 3 }]);
  expect(await database.transaction((trx) => routine.call(sessionOf(trx), [2, 3]))).toEqual([{ sum: 5 }]);
});

test('of another version has another name, and both work', async () => {
  const [before, after] = [add('SELECT $1 + $2'), add('SELECT $2 + $1')];
  await installRoutines(database, [before, after]);
  expect(after.name).not.toBe(before.name);
  expect(await before.call(database, [1, 1])).toEqual(await after.call(database, [1, 1]));
});

test('is planned for reading by index, though the table was empty when it was first run', async () => {
  await database.query(
    'CREATE TABLE nightshift.numbers (id integer PRIMARY KEY, seen integer NOT NULL DEFAULT 0)',
  );
  await database.query('ALTER TABLE nightshift.numbers SET (autovacuum_enabled = false)');
  await database.query('ANALYZE nightshift.numbers');
  const see = defineRoutine<{ readonly id: number }>({
    name: 'see',
    takes: ['integer[]'],
    returns: 'id integer',
    body: `UPDATE nightshift.numbers AS n SET seen = n.seen + 1 FROM unnest($1) AS a(id) WHERE n.id = a.id RETURNING n.id`,
  });
  await installRoutines(database, [see]);
  const one = openDatabase({ url: fresh.url, maxConnections: 2 });
  await see.call(one, [[1]]);
  await one.query('INSERT INTO nightshift.numbers (id) SELECT generate_series(1, 50000)');
  for (let round = 0; round < 10; round += 1) await see.call(one, [[round, round + 1]]);
  await one.close();
  const { rows } = await database.query(
    `SELECT pg_stat_clear_snapshot(), seq_scan::int AS scans FROM pg_stat_user_tables WHERE relname = 'numbers'`,
  );
  expect(rows).toMatchObject([{ scans: 0 }]);
});
