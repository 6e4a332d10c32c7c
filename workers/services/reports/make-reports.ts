import type { Transaction } from 'kysely';
import type { MadeReport, ReportKind, ReportRequest, Reports } from '../../../jobs/reports/services.ts';
import type { Database } from '../../../src/db/database.ts';
import { kyselyOf } from '../../../src/db/kysely-of.ts';
import type { Domain } from '../../../src/domain/domain.ts';
import { resolvePeriod } from '../../../src/domain/reports/period.ts';
import { slicesOf } from '../../../src/domain/reports/slices.ts';
import { refuseMissingUser } from '../../../src/domain/users/refuse-missing-user.ts';
import { PermanentError } from '../../../src/job/handler-errors.ts';
import type { MediaStore } from '../../../src/media/media-store.ts';
import { permanentWhenRefused } from '../domain/permanent-when-refused.ts';
import { reportContents } from './contents/report-contents.ts';
import { findSeller } from './find-seller.ts';
import { periodWords } from './period-words.ts';
import { recordReport } from './record-report.ts';
import type { ReportQuestion } from './report-content.ts';
import type { ReportDocument } from './report-document.ts';
import { writeFiles } from './write-files.ts';

/** Longer than the largest report's slowest query; the job's own deadline comes first. */
const QUERY_TIMEOUT_MS = 600_000;

export interface ReportsParts {
  readonly database: Database;
  readonly domain: Domain;
  readonly media: Pick<MediaStore, 'write'>;
}

/** Makes reports from the tables of the sample application. */
export function makeReports({ database, domain, media }: ReportsParts): Reports {
  const patient = kyselyOf(database.withTimeout(QUERY_TIMEOUT_MS));
  return {
    record: (transaction, report, then) =>
      permanentWhenRefused(
        domain.writeWith(transaction, async (writing) => {
          if (report.requestedBy !== undefined) await refuseMissingUser(writing, report.requestedBy);
          return then(await recordReport(writing, report), writing.ledgerTransaction);
        }),
      ),
    make: (request, options) =>
      // All files and figures are of one moment, however long they take.
      patient
        .transaction()
        .setIsolationLevel('repeatable read')
        .setAccessMode('read only')
        .execute(async (trx) => {
          const question = await questionOf(trx, request);
          const { report, figures } = await readReport(trx, request.kind, question);
          options.progress({ step: 'read' });
          const { sellerId, period } = question;
          const { firstDay, lastDay, from, to, timeZone } = period;
          const key = `reports/${request.jobId}/${request.kind}-${firstDay}-${lastDay}`;
          const rows = reportContents[request.kind].rows({ sellerId, period });
          const made = await writeFiles(report, { trx, media, rows, key, ...options, madeAt: new Date() });
          const { kind, jobId } = request;
          const { title, subject, period: words } = report;
          const what = { kind, jobId, sellerId, title, subject, period: words, from, to, timeZone };
          return { ...what, figures, ...made, keyFigures: wordsOf(report) };
        }),
  };
}

type AskedOfSeller = ReportQuestion & { readonly sellerName: string };

async function questionOf(trx: Transaction<unknown>, request: ReportRequest): Promise<AskedOfSeller> {
  const { sellerId, period: wanted, now } = request;
  const seller = sellerId === undefined ? undefined : await findSeller(trx, sellerId);
  const timeZone = request.timeZone ?? seller?.timeZone ?? 'UTC';
  const { period, before } = resolvePeriod(wanted, { now, timeZone });
  if (period.from.getTime() === period.to.getTime())
    throw new PermanentError(
      `${timeZone} has left out ${period.firstDay}, when its clocks changed sides: expected another day.`,
    );
  const sellerName = seller?.name ?? 'All sellers';
  return { sellerId, sellerName, currency: seller?.currency, period, before, slices: slicesOf(period) };
}

async function readReport(trx: Transaction<unknown>, kind: ReportKind, question: AskedOfSeller) {
  const { title, comparedWith, notes, read } = reportContents[kind];
  const { sections, figures } = await read(trx, question);
  const { period, before, sellerName } = question;
  const report: ReportDocument = {
    title,
    subject: sellerName,
    period: periodWords(period),
    comparedWith: comparedWith ?? periodWords(before),
    timeZone: period.timeZone,
    sections,
    notes,
  };
  return { report, figures };
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
