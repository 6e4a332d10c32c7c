import { type Sample, sample } from '../sample.ts';
import { reportInventory } from './report-inventory.ts';
import { reportProfitLoss } from './report-profit-loss.ts';
import { reportSales } from './report-sales.ts';
import { reportUserEngagement } from './report-user-engagement.ts';

/** Each report over the last whole week. */
export const reportSamples: readonly Sample[] = [
  sample(reportSales, { period: { unit: 'week' }, mailTo: [{ email: 'ada@example.com' }] }),
  sample(reportProfitLoss, { period: { unit: 'week' }, sellerId: 1 }),
  sample(reportInventory, { period: { unit: 'week' } }),
  sample(reportUserEngagement, { period: { unit: 'week' }, timeZone: 'Europe/London' }),
];
