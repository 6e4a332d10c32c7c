import type { Reports } from '../../../jobs/reports/services.ts';
import { domainOf } from '../../../src/domain/domain-tables.ts';

/** Writes a report's row; that of an earlier attempt of the same job is replaced. */
export const recordReport: Reports['record'] = async (trx, report) => {
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
  const { id } = await domainOf(trx)
    .insertInto('reports')
    .values(what)
    .onConflict((conflict) => conflict.column('job_id').doUpdateSet(what))
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
};
