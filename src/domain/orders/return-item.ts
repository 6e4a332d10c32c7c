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
  /** Default: what was paid for it, the line's part of the order's discount taken off. All of a line gives back all of it. */
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
  const left = item.quantity - item.returned;
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > left)
    throw new InvalidWriteError(
      `${quantity} of line ${line} of order ${orderId} cannot come back: expected ${left === 0 ? 'none' : `1 to ${left}`}.`,
    );
  const refundMinor = given.refundMinor ?? refundOf(item, quantity);
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

interface Returnable {
  readonly productId: number;
  readonly quantity: number;
  readonly returned: number;
  /** Less the line's own discount and its part of the order's, as reports spread that. */
  readonly paidMinor: number;
}

/** Counted from the first piece on, so that the pieces of a line come to what was paid for it, however they come back. */
function refundOf({ paidMinor, quantity, returned }: Returnable, coming: number): number {
  const upTo = (pieces: number): number => Math.round((paidMinor * pieces) / quantity);
  return upTo(returned + coming) - upTo(returned);
}

async function returnable({ trx }: Writing, orderId: number, line: number): Promise<Returnable> {
  const { rows } = await sql<Returnable>`
    SELECT product_id AS "productId", quantity,
      (SELECT coalesce(sum(quantity), 0)::int FROM app.returns AS r WHERE r.order_id = ${orderId} AND r.line = ${line}) AS returned,
      (paid - CASE WHEN discount = 0 THEN 0 ELSE
        round(discount * so_far / whole) - round(discount * (so_far - paid) / whole) END)::int AS "paidMinor"
    FROM (
      SELECT i.line, i.product_id, i.quantity, o.discount_minor::numeric AS discount, o.items_minor AS whole,
        i.quantity * i.unit_price_minor - i.discount_minor AS paid,
        sum(i.quantity * i.unit_price_minor - i.discount_minor) OVER (ORDER BY i.line) AS so_far
      FROM app.orders AS o JOIN app.order_items AS i ON i.order_id = o.id WHERE o.id = ${orderId}
    ) AS items WHERE line = ${line}`.execute(trx);
  const [item] = rows;
  if (!item) throw new NotFoundError('order item', `${orderId}/${line}`);
  return item;
}
