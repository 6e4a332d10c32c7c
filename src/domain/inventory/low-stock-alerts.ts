import { sql } from 'kysely';
import type { Writing } from '../writing.ts';

/** A drop to the threshold that nobody has been told of. */
export interface LowStockAlert {
  readonly id: number;
  readonly productId: number;
  readonly productName: string;
  readonly sku: string;
  readonly sellerId: number;
  /** Whom to tell: the seller's user. */
  readonly userId: number;
  readonly onHand: number;
  readonly threshold: number;
}

export interface WantedAlerts {
  /** Only this product's. Default all. */
  readonly productId?: number | undefined;
  /** Default 1,000. */
  readonly limit?: number;
}

/**
 * Raises an alert for each product, or the one given, whose stock is at or below its threshold and which has no open
 * alert; gives those that it raised, so that each drop is told once however often and by however many it is found.
 */
export async function raiseAlerts(
  writing: Writing,
  { productId, limit = 1_000 }: WantedAlerts = {},
): Promise<readonly LowStockAlert[]> {
  await clearAlerts(writing, productId === undefined ? undefined : [productId]);
  const { rows } = await sql<LowStockAlert>`
    WITH raised AS (
      INSERT INTO app.low_stock_alerts (product_id, on_hand, threshold)
      SELECT product_id, on_hand, low_stock_threshold
      FROM app.stock_levels JOIN app.products ON products.id = product_id
      WHERE on_hand <= low_stock_threshold AND retired_at IS NULL
        AND (${productId ?? null}::int IS NULL OR product_id = ${productId ?? null}::int)
        AND NOT EXISTS (SELECT FROM app.low_stock_alerts AS open
          WHERE open.product_id = stock_levels.product_id AND cleared_at IS NULL)
      ORDER BY product_id LIMIT ${limit}
      ON CONFLICT (product_id) WHERE cleared_at IS NULL DO NOTHING
      RETURNING *
    )
    SELECT raised.id, products.id AS "productId", products.name AS "productName", sku, sellers.id AS "sellerId",
      sellers.user_id AS "userId", on_hand AS "onHand", threshold
    FROM raised JOIN app.products ON products.id = raised.product_id JOIN app.sellers ON sellers.id = seller_id
    ORDER BY raised.id`.execute(writing.trx);
  return rows;
}

/** Ends the alerts of products, or all, whose stock has risen above the threshold: their next drop is told again. */
export async function clearAlerts({ trx }: Writing, productIds?: readonly number[]): Promise<void> {
  if (productIds?.length === 0) return;
  await sql`
    UPDATE app.low_stock_alerts AS alert SET cleared_at = now()
    FROM app.stock_levels AS level JOIN app.products ON products.id = level.product_id
    WHERE alert.product_id = level.product_id AND cleared_at IS NULL AND level.on_hand > low_stock_threshold
      AND (${productIds === undefined}::boolean OR level.product_id = ANY (${productIds ?? []}::int[]))`.execute(
    trx,
  );
}
