import { writeXlsxStream } from 'hucre/xlsx';
import type { ReportColumn, ReportRow } from '../../../../src/domain/reports/report-rows.ts';
import { exact } from '../../../../src/domain/reports/report-scope.ts';
import { digitsOf } from '../format.ts';

/**
 * Writes rows as a workbook while they are read: numbers as numbers, days and times as such, money in whole units of its
 * currency. Text is never a formula. Above Excel's 1,048,576 rows it goes on in a second sheet.
 */
export function reportXlsx(
  name: string,
  columns: readonly ReportColumn[],
  rows: AsyncIterable<ReportRow>,
): AsyncIterable<Uint8Array> {
  return writeXlsxStream(cells(columns, rows), {
    name,
    columns: columns.map(({ header, width = 14, type }) => ({
      header,
      width,
      ...(FORMATS[type] === undefined ? {} : { numFmt: FORMATS[type] }),
    })),
    freezePane: { rows: 1 },
  });
}

const FORMATS: Partial<Record<ReportColumn['type'], string>> = {
  integer: '0',
  money: '#,##0.00',
  day: 'yyyy-mm-dd',
  'local-time': 'yyyy-mm-dd hh:mm:ss',
};

async function* cells(columns: readonly ReportColumn[], rows: AsyncIterable<ReportRow>) {
  for await (const row of rows) yield columns.map(({ name, type }) => cell(row[name] ?? null, type, row));
}

function cell(
  value: string | number | null,
  type: ReportColumn['type'],
  row: ReportRow,
): string | number | Date | null {
  if (value === null || type === 'text') return value;
  if (type === 'integer') return exact(value);
  if (type === 'money') return exact(value) / unitOf(String(row['currency'] ?? 'EUR'));
  // A cell has no zone: it shows the clock of the report's, whatever that of the reader.
  return new Date(`${String(value).replace(' ', 'T')}${type === 'day' ? 'T00:00:00' : ''}Z`);
}

const units = new Map<string, number>();

function unitOf(currency: string): number {
  const unit = units.get(currency) ?? 10 ** digitsOf(currency);
  units.set(currency, unit);
  return unit;
}
