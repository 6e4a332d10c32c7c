import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { ReportColumn, ReportRow } from '../../../../src/domain/reports/report-rows.ts';

/**
 * Writes rows as CSV (RFC 4180) while they are read: UTF-8 with its mark, for Excel; money in minor units. Text that a
 * spreadsheet would take for a formula begins with an apostrophe (https://owasp.org/www-community/attacks/CSV_Injection).
 */
export function reportCsv(
  columns: readonly ReportColumn[],
  rows: AsyncIterable<ReportRow>,
): AsyncIterable<Uint8Array> {
  const stringifier = stringify({
    header: true,
    columns: columns.map(({ name }) => name),
    bom: true,
    record_delimiter: 'windows',
    escape_formulas: true,
  });
  return Readable.from(cells(columns, rows)).compose(stringifier);
}

/** Numbers that PostgreSQL writes as text are numbers again: else a negative one would be taken for a formula. */
async function* cells(columns: readonly ReportColumn[], rows: AsyncIterable<ReportRow>) {
  for await (const row of rows)
    yield columns.map(({ name, type }) => {
      const value = row[name] ?? null;
      return value !== null && (type === 'integer' || type === 'money') ? Number(value) : value;
    });
}
