import { defineJob } from '../../src/job/job-definition.ts';
import { makeReport } from './make-report.ts';
import { reportPayload } from './report-payload.ts';
import { REPORT_RETRY, REPORT_TIMEOUT_MS } from './report-retry.ts';
import type { ReportContext } from './services.ts';

/**
 * Inventory: what is in stock at the end of a period, its value, and what is short or does not sell. Stores a PDF, a workbook and a CSV. The result is `{ reportId, title, files, figures }`.
 */
export const reportInventory = defineJob({
  name: 'reports.inventory',
  queue: 'reports',
  payload: reportPayload,
  retry: REPORT_RETRY,
  timeoutMs: REPORT_TIMEOUT_MS,
  run: (payload, context: ReportContext) => makeReport('inventory', payload, context),
});
