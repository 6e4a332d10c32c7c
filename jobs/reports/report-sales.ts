import { defineJob } from '../../src/job/job-definition.ts';
import { makeReport } from './make-report.ts';
import { reportPayload } from './report-payload.ts';
import { REPORT_RETRY, REPORT_TIMEOUT_MS } from './report-retry.ts';
import type { ReportContext } from './services.ts';

/**
 * Sales: orders, units, discounts, refunds and net sales, by time, category, product and seller. Stores a PDF, a workbook and a CSV. The result is `{ reportId, title, files, figures }`.
 */
export const reportSales = defineJob({
  name: 'reports.sales',
  queue: 'reports',
  payload: reportPayload,
  retry: REPORT_RETRY,
  timeoutMs: REPORT_TIMEOUT_MS,
  run: (payload, context: ReportContext) => makeReport('sales', payload, context),
});
