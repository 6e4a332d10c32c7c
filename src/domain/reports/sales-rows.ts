import { sql } from 'kysely';
import type { ReportColumn, ReportRow, ReportRows } from './report-rows.ts';
import type { ReportScope } from './report-scope.ts';
import { returnedLines, soldLines } from './traded-lines.ts';

/** Every line that was bought and then every one that came back; the sums of the columns are the report's figures. */
export function salesRows(scope: ReportScope): ReportRows {
  const { from, timeZone } = scope.period;
  return {
    name: 'Sales',
    columns: COLUMNS,
    query: sql<ReportRow>`
SELECT line_kind, to_char(at AT TIME ZONE ${timeZone}, 'YYYY-MM-DD HH24:MI:SS') AS local_time,
  to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS utc, order_id, l.line, status, s.name AS seller, p.sku,
  p.name AS product, p.category, l.country, l.currency, units, unit_price AS unit_price_minor, gross AS gross_minor,
  discount AS discount_minor, refund AS refund_minor, gross - discount - refund AS net_minor, cost AS cost_minor
FROM (${soldLines(scope, [from])} UNION ALL ${returnedLines(scope, [from])}) l
JOIN app.products p ON p.id = l.product_id JOIN app.sellers s ON s.id = l.seller_id`,
  };
}

const COLUMNS: readonly ReportColumn[] = [
  { name: 'line_kind', header: 'Kind', type: 'text', width: 8 },
  { name: 'local_time', header: 'Time', type: 'local-time', width: 18 },
  { name: 'utc', header: 'Time (UTC)', type: 'text', width: 21 },
  { name: 'order_id', header: 'Order', type: 'integer', width: 9 },
  { name: 'line', header: 'Line', type: 'integer', width: 6 },
  { name: 'status', header: 'Status', type: 'text', width: 10 },
  { name: 'seller', header: 'Seller', type: 'text', width: 24 },
  { name: 'sku', header: 'SKU', type: 'text', width: 12 },
  { name: 'product', header: 'Product', type: 'text', width: 30 },
  { name: 'category', header: 'Category', type: 'text', width: 13 },
  { name: 'country', header: 'Country', type: 'text', width: 8 },
  { name: 'currency', header: 'Currency', type: 'text', width: 9 },
  { name: 'units', header: 'Units', type: 'integer', width: 7 },
  { name: 'unit_price_minor', header: 'Unit price', type: 'money' },
  { name: 'gross_minor', header: 'Gross', type: 'money' },
  { name: 'discount_minor', header: 'Discounts', type: 'money' },
  { name: 'refund_minor', header: 'Refunds', type: 'money' },
  { name: 'net_minor', header: 'Net', type: 'money' },
  { name: 'cost_minor', header: 'Cost of goods', type: 'money' },
];
