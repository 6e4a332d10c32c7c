import { CompiledQuery } from 'kysely';
import { arrayLiteral, type Element } from './array-literal.ts';
import type { ColumnTypes } from './column-types.ts';
import type { TableRows } from './make-tables.ts';

/** One statement that inserts all the rows, and takes each column as one array. Every row has the columns of the first. */
export function insertStatement({ table, rows }: TableRows, types: ColumnTypes): CompiledQuery {
  // as: rows of whichever table, made of what the seed writes: text, numbers, booleans and lists of text
  const records = rows as readonly Readonly<Record<string, Element>>[];
  const columns = Object.keys(records[0] ?? {}).map((name) => ({
    name,
    type: types.get(table)?.get(name) ?? 'text',
  }));
  const values = columns.map(({ name }) => arrayLiteral(records.map((row) => row[name])));
  return CompiledQuery.raw(textOf(table, columns), values);
}

/** A column that is an array itself travels as its text, for unnest would take arrays of arrays apart. */
function textOf(table: string, columns: readonly { readonly name: string; readonly type: string }[]): string {
  const names = columns.map(({ name }) => name).join(', ');
  const wanted = columns.map(({ name, type }) => (isArray(type) ? `${name}::${type}` : name)).join(', ');
  const arrays = columns.map(({ type }, at) => `$${at + 1}::${isArray(type) ? 'text' : type}[]`).join(', ');
  return `INSERT INTO app.${table} (${names}) SELECT ${wanted} FROM unnest(${arrays}) AS given (${names})`;
}

function isArray(type: string): boolean {
  return type.endsWith('[]');
}
