import type { RawBuilder } from 'kysely';

/** A column of a report's data. Money is in the smallest unit of the row's currency; times are those of the report's zone. */
export interface ReportColumn {
  /** In the CSV, and in {@link ReportRow}. */
  readonly name: string;
  /** In the workbook. */
  readonly header: string;
  readonly type: 'text' | 'integer' | 'money' | 'day' | 'local-time';
  /** In characters. Default 14. */
  readonly width?: number;
}

/** By the names of the columns; sums that PostgreSQL writes as text, days as `2030-03-29`, times as `2030-03-29 23:59:00`. */
export type ReportRow = Readonly<Record<string, string | number | null>>;

/** What a report's files list, read row by row. */
export interface ReportRows {
  readonly name: string;
  readonly columns: readonly ReportColumn[];
  readonly query: RawBuilder<ReportRow>;
}
