import { type RawBuilder, sql } from 'kysely';
import { ofSeller, type ReportScope } from './report-scope.ts';

/**
 * The stock of each product over a period, from its movements: what there was, came, went and is left at the end. Costs
 * and thresholds are those of today. Products that came later or were retired before are left out.
 */
export function stockOfProducts(scope: ReportScope): RawBuilder<unknown> {
  const { from, to } = scope.period;
  return sql`
SELECT p.id, p.sku, p.name, p.category, p.seller_id, s.name AS seller, s.currency, p.cost_minor, p.low_stock_threshold AS threshold,
  coalesce(m.opening, 0) AS opening, coalesce(m.received, 0) AS received, coalesce(m.sold, 0) AS sold,
  coalesce(m.returned, 0) AS returned, coalesce(m.adjusted, 0) AS adjusted, coalesce(m.closing, 0) AS closing,
  coalesce(m.closing, 0) * p.cost_minor::bigint AS value, coalesce(m.opening, 0) * p.cost_minor::bigint AS opening_value,
  coalesce(m.sold, 0) * p.cost_minor::bigint AS sold_cost, coalesce(o.units, 0) AS on_order
FROM app.products p JOIN app.sellers s ON s.id = p.seller_id
LEFT JOIN (
  SELECT product_id, sum(quantity) AS closing, sum(quantity) FILTER (WHERE occurred_at < ${from}) AS opening,
    sum(quantity) FILTER (WHERE occurred_at >= ${from} AND kind IN ('purchase', 'initial')) AS received,
    -sum(quantity) FILTER (WHERE occurred_at >= ${from} AND kind IN ('sale', 'cancellation')) AS sold,
    sum(quantity) FILTER (WHERE occurred_at >= ${from} AND kind = 'return') AS returned,
    sum(quantity) FILTER (WHERE occurred_at >= ${from} AND kind = 'adjustment') AS adjusted
  FROM app.stock_movements WHERE occurred_at < ${to} GROUP BY product_id
) m ON m.product_id = p.id
LEFT JOIN (
  SELECT product_id, sum(quantity) AS units FROM app.purchase_orders
  WHERE ordered_at < ${to} AND (ended_at IS NULL OR ended_at >= ${to}) GROUP BY product_id
) o ON o.product_id = p.id
WHERE p.created_at < ${to} AND (p.retired_at IS NULL OR p.retired_at >= ${from}) ${ofSeller('p.seller_id', scope)}`;
}
