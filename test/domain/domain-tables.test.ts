import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { rowsOf } from '../../src/db/rows-of.ts';
import { type DomainDatabase, openDomainDatabase } from './open-domain-database.ts';

/** By table, the columns and whether each may be null. */
type Columns = Record<string, Record<string, boolean>>;

const folder = new URL('../../src/domain/', import.meta.url).pathname;
let domain: DomainDatabase;

beforeAll(async () => {
  domain = await openDomainDatabase();
  return domain.end;
});

test('types every column of every table, and says which may be null', async () => {
  expect(typedColumns()).toEqual(await realColumns());
});

async function realColumns(): Promise<Columns> {
  const rows = await rowsOf<{ table: string; column: string; is_nullable: boolean }>(
    domain.database,
    `SELECT table_name AS "table", column_name AS "column", is_nullable = 'YES' AS is_nullable
     FROM information_schema.columns JOIN pg_class ON pg_class.oid = ('app.' || table_name)::regclass
     WHERE table_schema = 'app' AND NOT relispartition`,
  );
  const columns: Columns = {};
  for (const { table, column, is_nullable } of rows) (columns[table] ??= {})[column] = is_nullable;
  return columns;
}

/** Reads the interfaces `…Table`, which all have one shape, from the files that they stand in. */
function typedColumns(): Columns {
  const tables: Columns = {};
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => name.endsWith('-table.ts'))) {
    const text = readFileSync(`${folder}/${file}`, 'utf8');
    const [, body = ''] = /export interface \w+Table \{\n(.*?)\n\}/s.exec(text) ?? [];
    const columns = [...body.matchAll(/^ {2}(\w+): (.+);$/gm)];
    tables[tableOf(file)] = Object.fromEntries(
      columns.map(([, name = '', type = '']) => [name, /\| null|MaybeInstant/.test(type)]),
    );
  }
  return tables;
}

function tableOf(file: string): string {
  return file.replace(/^.*\/(.*)-table\.ts$/, '$1').replaceAll('-', '_');
}
