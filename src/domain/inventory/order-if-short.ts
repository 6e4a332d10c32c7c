import { sql } from 'kysely';
import type { Writing } from '../writing.ts';
import { orderFromSupplier } from './purchase-orders.ts';

export interface WantedStock {
  readonly productId: number;
  readonly reorderPoint: number;
  /** Order so many that there are this many on hand and on order. */
  readonly upTo: number;
}

/**
 * Orders a product automatically when what is on hand and on order is at or below its reorder point. Those who ask at
 * once wait for each other on the stock level, and the second one sees what the first has ordered.
 *
 * @throws NotFoundError
 */
export async function orderIfShort(
  writing: Writing,
  { productId, reorderPoint, upTo }: WantedStock,
): Promise<{ readonly id: number; readonly quantity: number } | undefined> {
  const level = await writing.trx
    .selectFrom('stock_levels')
    .select('on_hand')
    .where('product_id', '=', productId)
    .forUpdate()
    .executeTakeFirst();
  // In a statement of its own, which sees what was committed while this one waited for the lock.
  const { rows } = await sql<{ onOrder: number }>`
    SELECT coalesce(sum(quantity), 0)::int AS "onOrder" FROM app.purchase_orders
    WHERE product_id = ${productId} AND status = 'open'`.execute(writing.trx);
  const position = (level?.on_hand ?? 0) + (rows[0]?.onOrder ?? 0);
  const quantity = upTo - position;
  if (position > reorderPoint || quantity < 1) return undefined;
  const id = await orderFromSupplier(writing, { productId, quantity, origin: 'auto', reorderPoint });
  return id === undefined ? undefined : { id, quantity };
}
