import { type RawBuilder, sql } from 'kysely';
import { instants, ofSeller, type ReportScope } from './report-scope.ts';

/**
 * What was bought in a period and what came back in it, one row a line: `line_kind, at, order_id, line, user_id, status,
 * country, currency, seller_id, product_id, units, unit_price, gross, discount, refund, cost, slice`. The order's own
 * discount is spread over its lines in proportion, to the smallest unit, so that every sum of lines adds up. A cancelled order is none.
 * `starts` are the instants at which slices begin.
 */
export function tradedLines(scope: ReportScope, starts: readonly Date[]): RawBuilder<unknown> {
  return sql`(${soldLines(scope, starts)} UNION ALL ${returnedLines(scope, starts)})`;
}

/** The lines of orders placed in the period. */
export function soldLines(scope: ReportScope, starts: readonly Date[]): RawBuilder<unknown> {
  const { from, to } = scope.period;
  return sql`
SELECT 'sale' AS line_kind, placed_at AS at, order_id, line, user_id, status, country, currency, seller_id, product_id,
  quantity AS units, unit_price_minor AS unit_price, list_minor AS gross,
  list_minor - paid_minor + CASE WHEN order_discount = 0 THEN 0 ELSE
    round(order_discount::numeric * paid_so_far / items_minor)
    - round(order_discount::numeric * (paid_so_far - paid_minor) / items_minor) END AS discount,
  0 AS refund, quantity::bigint * unit_cost_minor AS cost, width_bucket(placed_at, ${instants(starts)}) AS slice
FROM (
  SELECT o.placed_at, o.user_id, o.status, o.country, o.currency, o.seller_id, o.items_minor,
    o.discount_minor AS order_discount, i.*,
    i.quantity::bigint * i.unit_price_minor AS list_minor,
    i.quantity::bigint * i.unit_price_minor - i.discount_minor AS paid_minor,
    sum(i.quantity::bigint * i.unit_price_minor - i.discount_minor) OVER (PARTITION BY i.order_id ORDER BY i.line)
      AS paid_so_far
  FROM app.orders o JOIN app.order_items i ON i.order_id = o.id
  WHERE o.status <> 'cancelled' AND o.placed_at >= ${from} AND o.placed_at < ${to} ${ofSeller('o.seller_id', scope)}
) items`;
}

/** What came back in the period, whenever it was bought. What can be sold again takes its cost with it. */
export function returnedLines(scope: ReportScope, starts: readonly Date[]): RawBuilder<unknown> {
  const { from, to } = scope.period;
  return sql`
SELECT 'return', r.returned_at, r.order_id, r.line, o.user_id, o.status, o.country, o.currency, o.seller_id, i.product_id,
  -r.quantity, i.unit_price_minor, 0, 0, r.refund_minor,
  CASE WHEN r.is_restocked THEN -r.quantity::bigint * i.unit_cost_minor ELSE 0 END,
  width_bucket(r.returned_at, ${instants(starts)})
FROM app.returns r JOIN app.orders o ON o.id = r.order_id
  JOIN app.order_items i ON i.order_id = r.order_id AND i.line = r.line
WHERE o.status <> 'cancelled' AND r.returned_at >= ${from} AND r.returned_at < ${to} ${ofSeller('o.seller_id', scope)}`;
}
