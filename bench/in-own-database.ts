import { randomBytes } from 'node:crypto';
import type { Database } from '../src/db/database.ts';
import { migrate } from '../src/db/migrate.ts';
import { openDatabase } from '../src/db/open-database.ts';

/** Works on a migrated database of its own on the server of DATABASE_URL, and drops it. */
export async function inOwnDatabase(
  work: (own: { readonly database: Database; readonly url: string }) => Promise<void>,
): Promise<void> {
  const serverUrl = process.env['DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';
  const name = `bench_${randomBytes(4).toString('hex')}`;
  const server = openDatabase({ url: serverUrl });
  await server.query(`CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const database = openDatabase({ url: url.href });
  try {
    await migrate(database);
    await work({ database, url: url.href });
  } finally {
    await database.close();
    await server.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await server.close();
  }
}
