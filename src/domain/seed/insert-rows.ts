import { CompiledQuery, type Insertable } from 'kysely';
import type { DomainTables, DomainTransaction } from '../domain-tables.ts';

const BATCH = 5_000;

/** Inserts rows as they are, thousands with one statement, which takes them as one JSON text. Every row has the columns of the first. */
export async function insertRows<Table extends keyof DomainTables>(
  trx: DomainTransaction,
  table: Table,
  rows: readonly Insertable<DomainTables[Table]>[],
): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).join(', ');
  const text = `INSERT INTO app.${table} (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::app.${table}, $1::json)`;
  for (let at = 0; at < rows.length; at += BATCH)
    await trx.executeQuery(CompiledQuery.raw(text, [JSON.stringify(rows.slice(at, at + BATCH))]));
}
