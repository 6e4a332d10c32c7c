import { type Kysely, sql } from 'kysely';
import { exact, ofSeller, type ReportScope } from './report-scope.ts';

/** What is counted by order and not by line, in one currency. */
export interface OrderCounts {
  readonly currency: string;
  readonly orders: number;
  readonly cancelled: number;
  readonly buyers: number;
  readonly shippingMinor: number;
}

/** Counts the orders placed in a period, by currency. Cancelled ones are counted apart and in nothing else. */
export async function readOrders(db: Kysely<unknown>, scope: ReportScope): Promise<readonly OrderCounts[]> {
  const { from, to } = scope.period;
  const { rows } = await sql<Readonly<Record<string, string>> & { readonly currency: string }>`
SELECT currency, count(*) FILTER (WHERE status <> 'cancelled') AS orders,
  count(*) FILTER (WHERE status = 'cancelled') AS cancelled,
  count(DISTINCT user_id) FILTER (WHERE status <> 'cancelled') AS buyers,
  coalesce(sum(shipping_minor) FILTER (WHERE status <> 'cancelled'), 0) AS shipping
FROM app.orders o
WHERE placed_at >= ${from} AND placed_at < ${to} ${ofSeller('o.seller_id', scope)}
GROUP BY currency`.execute(db);
  return rows.map(({ currency, orders, cancelled, buyers, shipping }) => ({
    currency,
    orders: exact(orders ?? 0),
    cancelled: exact(cancelled ?? 0),
    buyers: exact(buyers ?? 0),
    shippingMinor: exact(shipping ?? 0),
  }));
}
