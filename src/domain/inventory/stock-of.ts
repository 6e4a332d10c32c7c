import { sql } from 'kysely';
import type { DomainReader } from '../domain-tables.ts';

export interface StockLevel {
  readonly productId: number;
  readonly onHand: number;
  readonly threshold: number;
  /** Ordered from the supplier and not here yet. */
  readonly onOrder: number;
  readonly updatedAt: Date;
}

/** The stock of some products; those that have none recorded are left out. */
export async function stockOf(
  reader: DomainReader,
  productIds: readonly number[],
): Promise<readonly StockLevel[]> {
  const { rows } = await sql<StockLevel>`
    SELECT product_id AS "productId", on_hand AS "onHand", low_stock_threshold AS threshold,
      (SELECT coalesce(sum(quantity), 0)::int FROM app.purchase_orders AS ordered
       WHERE ordered.product_id = level.product_id AND status = 'open') AS "onOrder",
      level.updated_at AS "updatedAt"
    FROM app.stock_levels AS level JOIN app.products ON products.id = product_id
    WHERE product_id = ANY (${[...productIds]}::int[]) ORDER BY product_id`.execute(reader);
  return rows;
}
