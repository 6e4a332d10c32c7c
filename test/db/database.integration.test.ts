import { kyselyOf } from '../../src/db/kysely-of.ts';
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { openDatabase } from '../../src/db/open-database.ts';
import { rowsOf } from '../../src/db/rows-of.ts';
import { sessionOf } from '../../src/db/session-of.ts';
import { LedgerUnavailableError } from '../../src/ledger/ledger-errors.ts';
import { type FreshDatabase, freshDatabase } from '../servers/fresh-database.ts';
import { until } from '../until.ts';

let fresh: FreshDatabase;
let database: Database;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url, applicationName: 'database test' });
  await database.query('CREATE TABLE counted (name text PRIMARY KEY, value int NOT NULL)');
  return async () => {
    await database.close();
    await fresh.drop();
  };
});

test('passes errors that PostgreSQL answered with as they are', async () => {
  await expect(database.query('SELECT nonsense')).rejects.toMatchObject({ code: '42703' });
  await expect(sql`SELECT nonsense`.execute(kyselyOf(database))).rejects.toMatchObject({ code: '42703' });
});

test('calls a refused connection unavailable', async () => {
  const away = openDatabase({ url: 'postgres://postgres@127.0.0.1:1/postgres' });
  await expect(away.query('SELECT 1')).rejects.toThrow(LedgerUnavailableError);
  await expect(sql`SELECT 1`.execute(kyselyOf(away))).rejects.toThrow(LedgerUnavailableError);
  await expect(away.transaction((trx) => sql`SELECT 1`.execute(trx))).rejects.toThrow(LedgerUnavailableError);
  await away.close();
});

test('calls a query that takes too long unavailable, and does not lend its connection again', async () => {
  const impatient = openDatabase({ url: fresh.url, maxConnections: 2, queryTimeoutMs: 100 });
  await expect(impatient.query('SELECT pg_sleep(5)')).rejects.toThrow(LedgerUnavailableError);
  expect((await impatient.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await expect(sql`SELECT pg_sleep(5)`.execute(kyselyOf(impatient))).rejects.toThrow(LedgerUnavailableError);
  expect((await impatient.query('SELECT 2 AS two')).rows).toEqual([{ two: 2 }]);
  expect((await impatient.withTimeout(5_000).query('SELECT pg_sleep(0.2)')).rows).toHaveLength(1);
  await impatient.close();
});

test('calls a terminated session unavailable, idle or in mid-query, and goes on with another', async () => {
  const running = database.query('SELECT pg_sleep(10)').catch((error: unknown) => error);
  await until(() => terminate('SELECT pg_sleep%'), { what: 'the query to be terminated' });
  expect(await running).toBeInstanceOf(LedgerUnavailableError);

  await database.query('SELECT 1 AS idle');
  await terminate('SELECT 1 AS idle');
  await until(() => database.query('SELECT 1 AS again'), { what: 'an answer' });
});

test('calls a transaction whose session died unavailable', async () => {
  const work = database.transaction(async (trx) => {
    await sql`SELECT 1 AS doomed`.execute(trx);
    await terminate('SELECT 1 AS doomed');
    await sql`SELECT 2`.execute(trx);
  });
  await expect(work).rejects.toThrow(LedgerUnavailableError);
});

test('calls a server without room unavailable', async () => {
  await database.query(`DO $$ BEGIN
    CREATE ROLE crowded LOGIN CONNECTION LIMIT 0; EXCEPTION WHEN duplicate_object THEN END $$`);
  const url = new URL(fresh.url);
  url.username = 'crowded';
  const crowded = openDatabase({ url: url.href });
  await expect(crowded.query('SELECT 1')).rejects.toThrow(LedgerUnavailableError);
  await crowded.close();
});

test('logs an outage once, and its end with its length', async () => {
  const lines: string[] = [];
  const note = (message: string) => void lines.push(message);
  const log = { debug: note, info: note, warn: note, error: note, child: () => log };
  const watched = openDatabase({ url: fresh.url, queryTimeoutMs: 50, log });
  await Promise.allSettled([watched.query('SELECT pg_sleep(1)'), watched.query('SELECT pg_sleep(1)')]);
  await watched.query('SELECT 1');
  await watched.query('SELECT 1');
  expect(lines).toEqual(['PostgreSQL does not answer', 'PostgreSQL answers again']);
  await watched.close();
});

test('repeats a transaction that PostgreSQL ended for a deadlock', async () => {
  await database.query(`INSERT INTO counted VALUES ('a', 0), ('b', 0)`);
  let waiting = 0;
  const add = (first: string, second: string) =>
    database.transaction(async (trx) => {
      const session = sessionOf(trx);
      await session.query('UPDATE counted SET value = value + 1 WHERE name = $1', [first]);
      waiting += 1;
      await until(() => waiting >= 2, { what: 'both to hold a row' });
      await session.query('UPDATE counted SET value = value + 1 WHERE name = $1', [second]);
    });
  await Promise.all([add('a', 'b'), add('b', 'a')]);
  const rows = await rowsOf(database, 'SELECT value FROM counted ORDER BY name');
  expect(rows).toEqual([{ value: 2 }, { value: 2 }]);
});

test('keeps to its number of connections', async () => {
  const small = openDatabase({ url: fresh.url, maxConnections: 3, applicationName: 'small' });
  small.listen('anything', { onMessage: () => {} });
  await Promise.all(Array.from({ length: 20 }, () => small.query('SELECT pg_sleep(0.01)')));
  const [found] = await rowsOf<{ count: number }>(
    database,
    `SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name LIKE 'small%'`,
  );
  expect(found?.count).toBe(3);
  await small.close();
});

async function terminate(query: string): Promise<boolean> {
  const other = openDatabase({ url: fresh.url });
  const { rows } = await other.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE query LIKE $1 AND pid <> pg_backend_pid() AND datname = current_database()`,
    [query],
  );
  await other.close();
  return rows.length > 0;
}
