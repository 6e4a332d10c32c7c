import type { Generated } from 'kysely';
import type { Instant, InstantOrNow, JsonColumnOrDefault } from '../columns.ts';

export type ReportKind = 'sales' | 'profit-loss' | 'inventory' | 'user-engagement';

/** A stored file of a report; `key` is its name in the store. */
export interface ReportFile {
  readonly format: 'pdf' | 'xlsx' | 'csv';
  readonly key: string;
  readonly bytes: number;
}

/** `app.reports` */
export interface ReportsTable {
  id: Generated<number>;
  job_id: string | null;
  kind: ReportKind;
  /** Null for all sellers. */
  seller_id: number | null;
  requested_by: number | null;
  period_from: Instant;
  /** Not in the period any more. */
  period_to: Instant;
  time_zone: string;
  title: string;
  /** Its key figures. */
  figures: JsonColumnOrDefault<Readonly<Record<string, unknown>>>;
  files: JsonColumnOrDefault<readonly ReportFile[]>;
  created_at: InstantOrNow;
}
