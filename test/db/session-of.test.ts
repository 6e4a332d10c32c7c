import { kyselyOf } from '../../src/db/kysely-of.ts';
import { Client, Pool } from 'pg';
import { beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { openDatabase } from '../../src/db/open-database.ts';
import { sessionOf } from '../../src/db/session-of.ts';
import { type FreshDatabase, freshDatabase } from '../servers/fresh-database.ts';

let fresh: FreshDatabase;
let database: Database;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url });
  return async () => {
    await database.close();
    await fresh.drop();
  };
});

test('speaks through a Kysely transaction', async () => {
  const rows = await database.transaction(async (trx) => {
    return (await sessionOf(trx).query('SELECT $1::int + 1 AS sum', [1])).rows;
  });
  expect(rows).toEqual([{ sum: 2 }]);
});

test('speaks through a connection of pg', async () => {
  const client = new Client({ connectionString: fresh.url });
  await client.connect();
  expect((await sessionOf(client).query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await client.end();
});

test('refuses what has no transaction open', async () => {
  const pool = new Pool({ connectionString: fresh.url });
  expect(() => sessionOf(pool)).toThrow('Not a transaction');
  expect(() => sessionOf(kyselyOf(database) as never)).toThrow('Not a transaction');
  expect(() => sessionOf(undefined as never)).toThrow('Not a transaction');
  await pool.end();
});
