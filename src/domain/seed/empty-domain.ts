import { sql } from 'kysely';
import type { Database } from '../../db/database.ts';
import { kyselyOf } from '../../db/kysely-of.ts';
import { domainOf } from '../domain-tables.ts';

/** Tables of the sample application in which something stands, with about how many rows. */
export async function filledTables(
  database: Database,
): Promise<readonly { readonly table: string; readonly rows: number }[]> {
  const reader = domainOf(kyselyOf(database));
  const filled: { table: string; rows: number }[] = [];
  for (const table of await tablesOfSchema(database)) {
    const { rows } = await sql<{
      rows: number;
    }>`SELECT count(*)::int AS rows FROM ${sql.table(table)}`.execute(reader);
    const count = rows[0]?.rows ?? 0;
    if (count > 0) filled.push({ table: table.replace('app.', ''), rows: count });
  }
  return filled;
}

/** Removes everything from the sample application's tables, all or nothing. */
export async function emptyDomain(database: Database): Promise<void> {
  const tables = await tablesOfSchema(database);
  await database.withTimeout(0).query(`TRUNCATE ${tables.join(', ')} RESTART IDENTITY`);
}

async function tablesOfSchema(database: Database): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    SELECT format('app.%I', relname) AS name FROM pg_class
    WHERE relnamespace = to_regnamespace('app') AND relkind IN ('r', 'p') AND NOT relispartition
    ORDER BY relname`.execute(kyselyOf(database));
  return rows.map(({ name }) => name);
}
