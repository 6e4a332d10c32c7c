import type { HandlerOutcome } from '../../src/job/outcome.ts';
import { completed } from '../../src/job/outcome.ts';
import { sendEmail } from '../email/send-email.ts';
import { attachPdf } from './attach-pdf.ts';
import { reportMail } from './report-mail.ts';
import type { ReportPayload } from './report-payload.ts';
import type { ReportContext, ReportKind } from './services.ts';

/**
 * Makes a report, then writes its row, enqueues its mail and completes, all three or none: so a report that had to be
 * made twice stands in the table once and is mailed once. The result names the row and the files.
 */
export async function makeReport(
  kind: ReportKind,
  { mailTo, requestedBy, ...wanted }: ReportPayload,
  { reports, within, boardLink, maxPayloadBytes, job, signal, progress, transaction }: ReportContext,
): Promise<HandlerOutcome> {
  // Not the clock: the second attempt after midnight is about the same day.
  const now = job.scheduledFor ?? job.enqueuedAt;
  const report = await reports.make({ ...wanted, kind, jobId: job.id, now }, { signal, progress });
  return reports.record(transaction, { ...report, requestedBy }, async (reportId, trx) => {
    if (mailTo) {
      const content = reportMail(report, (format) => boardLink(`/reports/${reportId}/${format}`));
      const mail = attachPdf({ to: mailTo, ...content }, report, maxPayloadBytes);
      await within(trx).enqueue(sendEmail, mail);
    }
    return completed({
      reportId,
      title: `${report.title}, ${report.subject}, ${report.period}`,
      files: report.files.map(({ place }) => place),
      figures: report.figures,
    });
  });
}
