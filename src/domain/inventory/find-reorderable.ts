import { sql } from 'kysely';
import type { DomainReader } from '../domain-tables.ts';

/** A part of all products, in the order of their ids. */
export interface ProductPage {
  /** Only this one. */
  readonly productId?: number | undefined;
  /** Only products with a higher id. */
  readonly afterId: number;
  readonly limit: number;
}

export interface ReorderableProduct {
  readonly productId: number;
  readonly productName: string;
  /** The seller's user. */
  readonly userId: number;
  readonly onHand: number;
  readonly onOrder: number;
  /** Units a day over the last 90 days, or as many as there are: mean and standard deviation, days without a sale included. */
  readonly demandPerDay: number;
  readonly demandSpread: number;
  readonly leadDays: number;
  readonly leadSpreadDays: number;
  readonly serviceLevel: number;
  readonly coverDays: number;
}

/** Products that are sold and reordered automatically, with how they sold lately, by the days of their seller. */
export async function findReorderable(
  reader: DomainReader,
  { productId, afterId, limit }: ProductPage,
  now: Date = new Date(),
): Promise<readonly ReorderableProduct[]> {
  const { rows } = await sql<ReorderableProduct>`
    SELECT product.id AS "productId", product.name AS "productName", seller.user_id AS "userId", on_hand AS "onHand",
      (SELECT coalesce(sum(quantity), 0)::int FROM app.purchase_orders
       WHERE product_id = product.id AND status = 'open') AS "onOrder",
      demand.sum / days AS "demandPerDay",
      sqrt(greatest(0, demand.squares - demand.sum ^ 2 / days) / greatest(1, days - 1)) AS "demandSpread",
      lead_time_days AS "leadDays", lead_time_spread_days AS "leadSpreadDays", service_level AS "serviceLevel",
      cover_days AS "coverDays"
    FROM app.products AS product
    JOIN app.sellers AS seller ON seller.id = seller_id
    JOIN app.stock_levels AS level ON level.product_id = product.id
    CROSS JOIN LATERAL (SELECT (${now}::timestamptz AT TIME ZONE time_zone)::date AS today) AS clock
    CROSS JOIN LATERAL (
      SELECT least(90, greatest(1, today - (product.created_at AT TIME ZONE time_zone)::date))::float8 AS days
    ) AS span
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(sold), 0)::float8 AS sum, coalesce(sum(sold ^ 2), 0)::float8 AS squares FROM (
        SELECT greatest(0, -sum(quantity))::float8 AS sold FROM app.stock_movements
        WHERE product_id = product.id AND kind IN ('sale', 'cancellation')
          AND occurred_at >= (today - 90)::timestamp AT TIME ZONE time_zone
          AND occurred_at < today::timestamp AT TIME ZONE time_zone
        GROUP BY (occurred_at AT TIME ZONE time_zone)::date
      ) AS days
    ) AS demand
    WHERE auto_reorder AND retired_at IS NULL AND product.id > ${afterId}
      AND (${productId ?? null}::int IS NULL OR product.id = ${productId ?? null}::int)
    ORDER BY product.id LIMIT ${limit}`.execute(reader);
  return rows;
}
