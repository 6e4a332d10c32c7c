import type { MadeReport } from '../../../jobs/reports/services.ts';
import type { Writing } from '../../../src/domain/writing.ts';

/** Writes a report's row and gives its id; that of an earlier attempt of the same job is replaced. */
export async function recordReport(
  writing: Writing,
  report: MadeReport & { readonly requestedBy?: number | undefined },
): Promise<number> {
  const { kind, jobId, sellerId, requestedBy, title, subject, period, from, to, timeZone } = report;
  const what = {
    kind,
    job_id: jobId,
    seller_id: sellerId ?? null,
    requested_by: requestedBy ?? null,
    period_from: from,
    period_to: to,
    time_zone: timeZone,
    title: `${title}, ${subject}, ${period}`,
    figures: JSON.stringify(report.figures),
    files: JSON.stringify(report.files.map(({ format, key, bytes }) => ({ format, key, bytes }))),
  };
  const { id } = await writing.trx
    .insertInto('reports')
    .values(what)
    .onConflict((conflict) => conflict.column('job_id').doUpdateSet(what))
    .returning('id')
    .executeTakeFirstOrThrow();
  writing.changed({ kind: 'report-made', reportId: id, sellerId: sellerId ?? null });
  return id;
}
