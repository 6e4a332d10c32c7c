import { sql } from 'kysely';
import { InvalidWriteError, NotFoundError } from '../domain-errors.ts';
import type { Writing } from '../writing.ts';
import { moveStock } from './move-stock.ts';

export interface NewPurchaseOrder {
  readonly productId: number;
  readonly quantity: number;
  readonly origin: 'auto' | 'manual';
  /** Of automatic ones: the point that stock had fallen to. */
  readonly reorderPoint?: number;
}

/**
 * Orders a product from its supplier, at its cost and expected after its lead time. Gives the id, or undefined when an
 * automatic order of the product is open already. @throws NotFoundError
 */
export async function orderFromSupplier(
  writing: Writing,
  given: NewPurchaseOrder,
): Promise<number | undefined> {
  const { productId, quantity, origin, reorderPoint } = given;
  const product = await writing.trx
    .selectFrom('products')
    .select(['cost_minor', 'lead_time_days'])
    .where('id', '=', productId)
    .executeTakeFirst();
  if (!product) throw new NotFoundError('product', productId);
  const ordered = await writing.trx
    .insertInto('purchase_orders')
    .values({
      product_id: productId,
      quantity,
      origin,
      unit_cost_minor: product.cost_minor,
      reorder_point: reorderPoint ?? null,
      expected_at: sql<Date>`now() + make_interval(days => ${product.lead_time_days})`,
    })
    .onConflict((conflict) =>
      conflict.column('product_id').where('status', '=', 'open').where('origin', '=', 'auto').doNothing(),
    )
    .returning('id')
    .executeTakeFirst();
  if (ordered) writing.changed({ kind: 'purchase-order-changed', purchaseOrderId: ordered.id, productId });
  return ordered?.id;
}

/** Takes what was ordered into stock. @throws NotFoundError, InvalidWriteError when it is not open any more */
export async function receivePurchaseOrder(writing: Writing, purchaseOrderId: number): Promise<void> {
  const { productId, quantity } = await endPurchaseOrder(writing, purchaseOrderId, 'received');
  await moveStock(writing, [{ productId, quantity }], { kind: 'purchase', purchaseOrderId });
}

/** @throws NotFoundError, InvalidWriteError when it is not open any more */
export async function cancelPurchaseOrder(writing: Writing, purchaseOrderId: number): Promise<void> {
  await endPurchaseOrder(writing, purchaseOrderId, 'cancelled');
}

async function endPurchaseOrder(
  writing: Writing,
  purchaseOrderId: number,
  status: 'received' | 'cancelled',
): Promise<{ readonly productId: number; readonly quantity: number }> {
  const order = await writing.trx
    .selectFrom('purchase_orders')
    .select(['status', 'product_id as productId', 'quantity'])
    .where('id', '=', purchaseOrderId)
    .forUpdate()
    .executeTakeFirst();
  if (!order) throw new NotFoundError('purchase order', purchaseOrderId);
  if (order.status !== 'open')
    throw new InvalidWriteError(
      `Purchase order ${purchaseOrderId} is ${order.status}: expected an open one.`,
    );
  await writing.trx
    .updateTable('purchase_orders')
    .set({ status, ended_at: sql<Date>`now()` })
    .where('id', '=', purchaseOrderId)
    .execute();
  writing.changed({ kind: 'purchase-order-changed', purchaseOrderId, productId: order.productId });
  return order;
}
