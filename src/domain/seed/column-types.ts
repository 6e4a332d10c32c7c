import { sql } from 'kysely';
import type { DomainTransaction } from '../domain-tables.ts';

/** By table, the PostgreSQL type of each column: `integer`, `text[]`, … */
export type ColumnTypes = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** What the catalogue says of every table of the sample application. */
export async function columnTypes(trx: DomainTransaction): Promise<ColumnTypes> {
  const { rows } = await sql<{ table: string; column: string; type: string }>`
    SELECT relname AS "table", attname AS "column", format_type(atttypid, NULL) AS type
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE relnamespace = 'app'::regnamespace AND relkind IN ('r', 'p') AND attnum > 0 AND NOT attisdropped`.execute(
    trx,
  );
  const tables = new Map<string, Map<string, string>>();
  for (const { table, column, type } of rows) {
    const columns = tables.get(table) ?? new Map<string, string>();
    tables.set(table, columns.set(column, type));
  }
  return tables;
}
