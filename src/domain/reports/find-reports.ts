import type { DomainReader } from '../domain-tables.ts';
import type { ReportFile, ReportKind } from './reports-table.ts';

/** A report that was made. */
export interface StoredReport {
  readonly id: number;
  readonly kind: ReportKind;
  /** Null for all sellers. */
  readonly sellerId: number | null;
  readonly title: string;
  readonly periodFrom: Date;
  /** Not in the period any more. */
  readonly periodTo: Date;
  readonly timeZone: string;
  readonly figures: Readonly<Record<string, unknown>>;
  readonly files: readonly ReportFile[];
  readonly createdAt: Date;
}

const MOST = 100;

export function findReport(reader: DomainReader, id: number): Promise<StoredReport | undefined> {
  return select(reader).where('id', '=', id).executeTakeFirst();
}

/** The last 100, the newest first. */
export function findLatestReports(reader: DomainReader): Promise<readonly StoredReport[]> {
  return select(reader).orderBy('id', 'desc').limit(MOST).execute();
}

/** The last 100 about a seller, or those about all of them; the newest first. */
export function findReportsOf(
  reader: DomainReader,
  sellerId: number | null,
): Promise<readonly StoredReport[]> {
  const reports = select(reader).orderBy('id', 'desc').limit(MOST);
  const chosen =
    sellerId === null ? reports.where('seller_id', 'is', null) : reports.where('seller_id', '=', sellerId);
  return chosen.execute();
}

function select(reader: DomainReader) {
  return reader
    .selectFrom('reports')
    .select(['id', 'kind', 'seller_id as sellerId', 'title', 'time_zone as timeZone', 'figures', 'files'])
    .select(['period_from as periodFrom', 'period_to as periodTo', 'created_at as createdAt']);
}
