import { defineJob } from '../../src/job/job-definition.ts';
import { makeReport } from './make-report.ts';
import { reportPayload } from './report-payload.ts';
import { REPORT_RETRY, REPORT_TIMEOUT_MS } from './report-retry.ts';
import type { ReportContext } from './services.ts';

/**
 * User engagement: active and returning users, visits, and how many of them ended in a purchase. Stores a PDF, a workbook and a CSV. The result is `{ reportId, title, files, figures }`.
 */
export const reportUserEngagement = defineJob({
  name: 'reports.user-engagement',
  queue: 'reports',
  payload: reportPayload,
  retry: REPORT_RETRY,
  timeoutMs: REPORT_TIMEOUT_MS,
  run: (payload, context: ReportContext) => makeReport('user-engagement', payload, context),
});
