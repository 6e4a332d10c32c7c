import { NotFoundError } from '../domain-errors.ts';
import type { Writing } from '../writing.ts';
import type { OrderStatus } from './orders-table.ts';

export interface LockedOrder {
  readonly userId: number;
  readonly sellerId: number;
  readonly status: OrderStatus;
}

/** Locks an order for a change. @throws NotFoundError */
export async function lockOrder({ trx }: Writing, orderId: number): Promise<LockedOrder> {
  const order = await trx
    .selectFrom('orders')
    .select(['user_id as userId', 'seller_id as sellerId', 'status'])
    .where('id', '=', orderId)
    .forUpdate()
    .executeTakeFirst();
  if (!order) throw new NotFoundError('order', orderId);
  return order;
}
