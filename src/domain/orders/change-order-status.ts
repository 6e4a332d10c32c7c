import { sql } from 'kysely';
import { InvalidWriteError } from '../domain-errors.ts';
import { moveStock } from '../inventory/move-stock.ts';
import type { Writing } from '../writing.ts';
import { lockOrder } from './lock-order.ts';
import type { OrderStatus } from './orders-table.ts';

// placed → paid → shipped → delivered; until it is shipped an order may be cancelled.
const FOLLOWS: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  placed: ['paid', 'cancelled'],
  paid: ['shipped', 'cancelled'],
  shipped: ['delivered'],
  delivered: [],
  cancelled: [],
};

/** Takes an order one step on. A cancelled one gives its products back to stock. @throws NotFoundError, InvalidWriteError */
export async function changeOrderStatus(
  writing: Writing,
  orderId: number,
  status: OrderStatus,
): Promise<void> {
  const { userId, sellerId, status: before } = await lockOrder(writing, orderId);
  if (!FOLLOWS[before].includes(status))
    throw new InvalidWriteError(
      `Order ${orderId} is ${before} and cannot become ${status}: expected ${FOLLOWS[before].join(' or ') || 'nothing more'}.`,
    );
  await writing.trx
    .updateTable('orders')
    .set({ status, updated_at: sql<Date>`now()` })
    .where('id', '=', orderId)
    .execute();
  if (status === 'cancelled') await giveBack(writing, orderId);
  writing.changed({ kind: 'order-changed', orderId, userId, sellerId, status });
}

async function giveBack(writing: Writing, orderId: number): Promise<void> {
  const items = await writing.trx
    .selectFrom('order_items')
    .select(['product_id as productId', 'quantity'])
    .where('order_id', '=', orderId)
    .execute();
  await moveStock(writing, items, { kind: 'cancellation', orderId });
}
