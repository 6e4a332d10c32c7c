import type { ReportKind } from '../../../../jobs/reports/services.ts';
import type { ReportContent } from '../report-content.ts';
import { engagementContent } from './engagement-content.ts';
import { inventoryContent } from './inventory-content.ts';
import { profitLossContent } from './profit-loss-content.ts';
import { salesContent } from './sales-content.ts';

/** Every kind of report. */
export const reportContents: Readonly<Record<ReportKind, ReportContent>> = {
  sales: salesContent,
  'profit-loss': profitLossContent,
  inventory: inventoryContent,
  'user-engagement': engagementContent,
};
