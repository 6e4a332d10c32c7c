import type { MadeReport, Reports } from '../../../jobs/reports/services.ts';
import type { Database } from '../../../src/db/database.ts';
import { kyselyOf } from '../../../src/db/kysely-of.ts';
import { resolvePeriod } from '../../../src/domain/reports/period.ts';
import { slicesOf } from '../../../src/domain/reports/slices.ts';
import { reportContents } from './contents/report-contents.ts';
import { findSeller } from './find-seller.ts';
import { periodWords } from './period-words.ts';
import { recordReport } from './record-report.ts';
import type { ReportDocument } from './report-document.ts';
import type { ReportStore } from './report-store.ts';
import { writeFiles } from './write-files.ts';

/** Longer than the largest report's slowest query; the job's own deadline comes first. */
const QUERY_TIMEOUT_MS = 600_000;

/** Makes reports from the tables of the sample application. */
export function makeReports(database: Database, store: ReportStore): Reports {
  const patient = kyselyOf(database.withTimeout(QUERY_TIMEOUT_MS));
  return {
    record: recordReport,
    make: (request, options) =>
      // All files and figures are of one moment, however long they take.
      patient
        .transaction()
        .setIsolationLevel('repeatable read')
        .setAccessMode('read only')
        .execute(async (trx): Promise<MadeReport> => {
          const { kind, jobId, sellerId, period: wanted, now } = request;
          const content = reportContents[kind];
          const seller = sellerId === undefined ? undefined : await findSeller(trx, sellerId);
          const timeZone = request.timeZone ?? seller?.timeZone ?? 'UTC';
          const { period, before } = resolvePeriod(wanted, { now, timeZone });
          const question = { sellerId, period, before, slices: slicesOf(period), currency: seller?.currency };
          const { sections, figures } = await content.read(trx, question);
          options.progress({ step: 'read' });
          const report: ReportDocument = {
            title: content.title,
            subject: seller?.name ?? 'All sellers',
            period: periodWords(period),
            comparedWith: content.comparedWith ?? periodWords(before),
            ...{ timeZone, sections, notes: content.notes },
          };
          const rows = content.rows({ sellerId, period });
          const file = {
            trx,
            store,
            rows,
            key: `reports/${jobId}/${kind}-${period.firstDay}-${period.lastDay}`,
          };
          const { files, pdf } = await writeFiles(report, { ...file, ...options, madeAt: new Date() });
          return {
            ...{ kind, jobId, sellerId, title: report.title, subject: report.subject, period: report.period },
            ...{
              from: period.from,
              to: period.to,
              timeZone,
              figures,
              files,
              pdf,
              keyFigures: wordsOf(report),
            },
          };
        }),
  };
}

function wordsOf({ sections }: ReportDocument): MadeReport['keyFigures'] {
  return sections.flatMap(({ heading, keyFigures }) =>
    keyFigures.map(({ label, value, change }) => ({
      label: heading === undefined ? label : `${heading}: ${label}`,
      value,
      change: change?.text ?? '',
    })),
  );
}
