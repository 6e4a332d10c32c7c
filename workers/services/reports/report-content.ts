import type { Kysely } from 'kysely';
import type { Period } from '../../../src/domain/reports/period.ts';
import type { ReportRows } from '../../../src/domain/reports/report-rows.ts';
import type { ReportScope } from '../../../src/domain/reports/report-scope.ts';
import type { Slices } from '../../../src/domain/reports/slices.ts';
import type { Json } from '../../../src/job/json.ts';
import type { ReportSection } from './report-document.ts';

/** What is asked of a report's content. */
export interface ReportQuestion extends ReportScope {
  readonly before: Period;
  readonly slices: Slices;
  /** Of the seller, when there is one. */
  readonly currency?: string | undefined;
}

/** One kind of report: its words, its queries, and what it makes of them. */
export interface ReportContent {
  readonly title: string;
  /** What the changes are against. Default the period before. */
  readonly comparedWith?: string;
  readonly notes: readonly string[];
  readonly read: (db: Kysely<unknown>, question: ReportQuestion) => Promise<ReadReport>;
  readonly rows: (scope: ReportScope) => ReportRows;
}

export interface ReadReport {
  readonly sections: readonly ReportSection[];
  /** The key figures as numbers, for the report's row and the job's result; money in minor units. */
  readonly figures: Readonly<Record<string, Json>>;
}
