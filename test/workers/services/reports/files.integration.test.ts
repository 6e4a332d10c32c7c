import { sql } from 'kysely';
import { readXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../../../src/db/database.ts';
import { kyselyOf } from '../../../../src/db/kysely-of.ts';
import { openDatabase } from '../../../../src/db/open-database.ts';
import { readByCursor } from '../../../../src/domain/reports/read-by-cursor.ts';
import type { ReportColumn, ReportRow } from '../../../../src/domain/reports/report-rows.ts';
import { reportCsv } from '../../../../workers/services/reports/files/report-csv.ts';
import { reportXlsx } from '../../../../workers/services/reports/files/report-xlsx.ts';
import { type FreshDatabase, freshDatabase } from '../../../servers/fresh-database.ts';

let fresh: FreshDatabase;
let database: Database;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url });
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});

const COLUMNS: readonly ReportColumn[] = [
  { name: 'day', header: 'Day', type: 'day' },
  { name: 'name', header: 'Name', type: 'text' },
  { name: 'currency', header: 'Currency', type: 'text' },
  { name: 'net_minor', header: 'Net', type: 'money' },
];

async function* rowsNamed(...names: readonly string[]): AsyncGenerator<ReportRow> {
  for (const name of names) yield { day: '2026-03-29', name, currency: 'JPY', net_minor: '-1200' };
}

async function bytesOf(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks);
}

test.each([
  ['=HYPERLINK("http://evil.example")', `"'=HYPERLINK(""http://evil.example"")"`],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['a "b", c', '"a ""b"", c"'],
  ['Łódź – 東京', 'Łódź – 東京'],
])('a CSV holds %j as text, and a negative number as a number', async (name, written) => {
  const text = (await bytesOf(reportCsv(COLUMNS, rowsNamed(name)))).toString();
  expect(text).toBe(`\uFEFFday,name,currency,net_minor\r\n2026-03-29,${written},JPY,-1200\r\n`);
});

test('a workbook holds text that looks like a formula as text, days as days and money in whole units', async () => {
  const { sheets } = await readXlsx(await bytesOf(reportXlsx('Sales', COLUMNS, rowsNamed('=1+1'))));
  expect(sheets[0]?.rows[1]).toEqual([new Date('2026-03-29T00:00:00Z'), '=1+1', 'JPY', -1_200]);
});

test('ten times the rows take no more memory', async () => {
  const few = await mostHeap(10_000);
  const many = await mostHeap(100_000);
  expect(many - few).toBeLessThan(40_000_000);
}, 60_000);

test('whoever stops reading, or is told to, leaves the connection as it was', async () => {
  const query = sql<ReportRow>`SELECT n AS net_minor FROM generate_series(1, 5000) n`;
  const stopping = new AbortController();
  const reason = new Error('shutdown');
  const db = kyselyOf(database);
  const read = (signal?: AbortSignal) =>
    db.transaction().execute(async (trx) => {
      for await (const _ of readByCursor(trx, query, signal)) {
        if (signal === undefined) break;
        stopping.abort(reason);
      }
      return (await sql<{ one: number }>`SELECT 1 AS one`.execute(trx)).rows;
    });
  expect(await read()).toEqual([{ one: 1 }]);
  await expect(read(stopping.signal)).rejects.toBe(reason);
  expect(await read()).toEqual([{ one: 1 }]);
});

test('a query that fails while rows are read fails the reading', async () => {
  const query = sql<ReportRow>`SELECT 1 / (900 - n) AS net_minor FROM generate_series(1, 5000) n`;
  const read = kyselyOf(database)
    .transaction()
    .execute(async (trx) => {
      for await (const _ of readByCursor(trx, query)) await Promise.resolve();
    });
  await expect(read).rejects.toThrow('division by zero');
});

/** The most that was in use while so many rows went from PostgreSQL into a workbook that nobody keeps. */
function mostHeap(rows: number): Promise<number> {
  const query = sql<ReportRow>`SELECT '2026-03-29' AS day, repeat('x', 300) || n AS name, 'EUR' AS currency, n AS net_minor FROM generate_series(1, ${rows}::int) n`;
  return kyselyOf(database)
    .transaction()
    .execute(async (trx) => {
      let most = 0;
      for await (const _ of reportXlsx('Sales', COLUMNS, readByCursor(trx, query)))
        most = Math.max(most, process.memoryUsage().heapUsed);
      return most;
    });
}
