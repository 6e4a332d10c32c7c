import { sql } from 'kysely';
import type { ReportColumn, ReportRow, ReportRows } from './report-rows.ts';
import type { ReportScope } from './report-scope.ts';
import { stockOfProducts } from './stock-of-products.ts';

/** Every product with what it had, what moved and what is left. */
export function inventoryRows(scope: ReportScope): ReportRows {
  return {
    name: 'Inventory',
    columns: COLUMNS,
    query: sql<ReportRow>`
SELECT seller, sku, name AS product, category, opening, received, sold, returned, adjusted, closing, threshold, on_order, currency,
  cost_minor, value AS value_minor,
  CASE WHEN closing = 0 THEN 'out of stock' WHEN closing <= threshold THEN 'low' ELSE 'in stock' END AS state
FROM (${stockOfProducts(scope)}) stock ORDER BY seller_id, id`,
  };
}

const COLUMNS: readonly ReportColumn[] = [
  { name: 'seller', header: 'Seller', type: 'text', width: 24 },
  { name: 'sku', header: 'SKU', type: 'text', width: 12 },
  { name: 'product', header: 'Product', type: 'text', width: 30 },
  { name: 'category', header: 'Category', type: 'text', width: 13 },
  { name: 'opening', header: 'Opening', type: 'integer', width: 9 },
  { name: 'received', header: 'Received', type: 'integer', width: 9 },
  { name: 'sold', header: 'Sold', type: 'integer', width: 9 },
  { name: 'returned', header: 'Returned', type: 'integer', width: 9 },
  { name: 'adjusted', header: 'Adjusted', type: 'integer', width: 9 },
  { name: 'closing', header: 'Closing', type: 'integer', width: 9 },
  { name: 'threshold', header: 'Low at', type: 'integer', width: 8 },
  { name: 'on_order', header: 'On order', type: 'integer', width: 9 },
  { name: 'state', header: 'State', type: 'text', width: 12 },
  { name: 'currency', header: 'Currency', type: 'text', width: 9 },
  { name: 'cost_minor', header: 'Unit cost', type: 'money' },
  { name: 'value_minor', header: 'Value at cost', type: 'money' },
];
