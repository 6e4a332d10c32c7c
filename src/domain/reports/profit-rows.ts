import { sql } from 'kysely';
import type { ReportColumn, ReportRow, ReportRows } from './report-rows.ts';
import { instants, type ReportScope } from './report-scope.ts';
import { dayStarts } from './slices.ts';
import { tradedLines } from './traded-lines.ts';

/** What each seller earned on each day of the period's zone. */
export function profitRows(scope: ReportScope): ReportRows {
  const starts = dayStarts(scope.period);
  return {
    name: 'Profit and loss',
    columns: COLUMNS,
    query: sql<ReportRow>`
SELECT to_char((${instants(starts)})[l.slice] AT TIME ZONE ${scope.period.timeZone}, 'YYYY-MM-DD') AS day, s.name AS seller,
  l.currency, coalesce(sum(units) FILTER (WHERE line_kind = 'sale'), 0) AS units_sold,
  coalesce(-sum(units) FILTER (WHERE line_kind = 'return'), 0) AS units_returned, sum(gross) AS gross_minor,
  sum(discount) AS discount_minor, sum(refund) AS refund_minor, sum(gross - discount - refund) AS net_minor,
  sum(cost) AS cost_minor, sum(gross - discount - refund - cost) AS gross_profit_minor
FROM ${tradedLines(scope, starts)} l JOIN app.sellers s ON s.id = l.seller_id
GROUP BY l.slice, l.seller_id, s.name, l.currency ORDER BY l.slice, l.seller_id`,
  };
}

const COLUMNS: readonly ReportColumn[] = [
  { name: 'day', header: 'Day', type: 'day', width: 12 },
  { name: 'seller', header: 'Seller', type: 'text', width: 24 },
  { name: 'currency', header: 'Currency', type: 'text', width: 9 },
  { name: 'units_sold', header: 'Units sold', type: 'integer', width: 11 },
  { name: 'units_returned', header: 'Units returned', type: 'integer', width: 14 },
  { name: 'gross_minor', header: 'Gross', type: 'money' },
  { name: 'discount_minor', header: 'Discounts', type: 'money' },
  { name: 'refund_minor', header: 'Refunds', type: 'money' },
  { name: 'net_minor', header: 'Net sales', type: 'money' },
  { name: 'cost_minor', header: 'Cost of goods', type: 'money' },
  { name: 'gross_profit_minor', header: 'Gross profit', type: 'money' },
];
