import { defineJob } from '../../src/job/job-definition.ts';
import { makeReport } from './make-report.ts';
import { reportPayload } from './report-payload.ts';
import { REPORT_RETRY, REPORT_TIMEOUT_MS } from './report-retry.ts';
import type { ReportContext } from './services.ts';

/**
 * Profit and loss: what is left of the sales after discounts, refunds, cost of goods and commission. Stores a PDF, a workbook and a CSV. The result is `{ reportId, title, files, figures }`.
 */
export const reportProfitLoss = defineJob({
  name: 'reports.profit-loss',
  queue: 'reports',
  payload: reportPayload,
  retry: REPORT_RETRY,
  timeoutMs: REPORT_TIMEOUT_MS,
  run: (payload, context: ReportContext) => makeReport('profit-loss', payload, context),
});
