import { sql } from 'kysely';
import { InvalidWriteError, NotFoundError } from '../domain-errors.ts';
import { moveStock } from '../inventory/move-stock.ts';
import type { Writing } from '../writing.ts';
import { lockOrder } from './lock-order.ts';
import type { ReturnReason } from './returns-table.ts';

export interface ItemReturn {
  readonly orderId: number;
  readonly line: number;
  readonly quantity: number;
  readonly reason: ReturnReason;
  /** Default: the line's price less its discount, in proportion. */
  readonly refundMinor?: number;
  /** Whether it can be sold again. Default true, and false when it is damaged. */
  readonly isRestocked?: boolean;
}

/** Takes back some or all of an order item. Gives the return's id. @throws NotFoundError, InvalidWriteError */
export async function returnItem(writing: Writing, given: ItemReturn): Promise<number> {
  const { orderId, line, quantity, reason, isRestocked = reason !== 'damaged' } = given;
  const { status, userId, sellerId } = await lockOrder(writing, orderId);
  if (status === 'cancelled')
    throw new InvalidWriteError(`Order ${orderId} is cancelled: nothing of it can come back.`);
  const item = await returnable(writing, orderId, line);
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > item.left)
    throw new InvalidWriteError(
      `${quantity} of line ${line} of order ${orderId} cannot come back: expected 1 to ${item.left}.`,
    );
  const refundMinor = given.refundMinor ?? Math.round((item.paidMinor * quantity) / item.quantity);
  const { id } = await writing.trx
    .insertInto('returns')
    .values({
      order_id: orderId,
      line,
      quantity,
      reason,
      refund_minor: refundMinor,
      is_restocked: isRestocked,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  if (isRestocked)
    await moveStock(writing, [{ productId: item.productId, quantity }], { kind: 'return', orderId });
  writing.changed({ kind: 'order-changed', orderId, userId, sellerId, status });
  return id;
}

async function returnable({ trx }: Writing, orderId: number, line: number) {
  const item = await trx
    .selectFrom('order_items')
    .select((eb) => [
      'product_id as productId',
      'quantity',
      'unit_price_minor',
      'discount_minor',
      eb
        .selectFrom('returns')
        .select(sql<number>`coalesce(sum(quantity), 0)::int`.as('sum'))
        .where('returns.order_id', '=', orderId)
        .where('returns.line', '=', line)
        .as('returned'),
    ])
    .where('order_id', '=', orderId)
    .where('line', '=', line)
    .executeTakeFirst();
  if (!item) throw new NotFoundError('order item', `${orderId}/${line}`);
  const { productId, quantity, unit_price_minor: price, discount_minor: discount, returned } = item;
  return { productId, quantity, left: quantity - (returned ?? 0), paidMinor: quantity * price - discount };
}
