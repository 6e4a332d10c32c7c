import { sql } from 'kysely';
import { InvalidWriteError, NotFoundError } from '../domain-errors.ts';
import { moveStock } from '../inventory/move-stock.ts';
import { refuseMissingUser } from '../users/refuse-missing-user.ts';
import type { Writing } from '../writing.ts';

export interface NewOrder {
  readonly userId: number;
  readonly items: readonly NewOrderItem[];
  /** Where it is sent. Default the user's country. */
  readonly country?: string | undefined;
  /** Off the whole order. Default 0. */
  readonly discountMinor?: number | undefined;
  readonly discountCode?: string | undefined;
  /** Default 0. */
  readonly shippingMinor?: number | undefined;
  readonly ip?: string | undefined;
  readonly deviceId?: string | undefined;
  readonly paymentFingerprint?: string | undefined;
}

export interface NewOrderItem {
  readonly productId: number;
  readonly quantity: number;
  /** Off the whole line. Default 0. */
  readonly discountMinor?: number | undefined;
}

/**
 * Places an order of products of one seller at today's prices and takes them from stock. Gives its id.
 *
 * @throws InsufficientStockError when one of them is not there, and then nothing is taken
 * @throws NotFoundError, InvalidWriteError
 */
export async function placeOrder(writing: Writing, given: NewOrder): Promise<number> {
  await refuseMissingUser(writing, given.userId);
  const [first, ...others] = await priced(writing, given.items);
  if (!first) throw new InvalidWriteError('An order needs at least one item.');
  const items = [first, ...others];
  if (items.some(({ sellerId }) => sellerId !== first.sellerId))
    throw new InvalidWriteError('The items belong to several sellers: place one order with each.');
  const { sellerId, currency } = first;
  const order = await insertOrder(writing, given, { items, sellerId, currency });
  await writing.trx
    .insertInto('order_items')
    .values(items.map(({ row }, index) => ({ ...row, order_id: order.id, line: index + 1 })))
    .execute();
  const moves = given.items.map(({ productId, quantity }) => ({ productId, quantity: -quantity }));
  await moveStock(writing, moves, { kind: 'sale', orderId: order.id });
  const { userId } = given;
  writing.changed({ kind: 'order-changed', orderId: order.id, userId, sellerId, status: 'placed' });
  return order.id;
}

type PricedItem = Awaited<ReturnType<typeof priced>>[number];

async function priced({ trx }: Writing, items: readonly NewOrderItem[]) {
  const products = await trx
    .selectFrom('products')
    .select(['id', 'seller_id', 'currency', 'price_minor', 'cost_minor', 'retired_at'])
    .where('id', '=', sql<number>`any(${items.map(({ productId }) => productId)}::int[])`)
    .execute();
  return items.map(({ productId, quantity, discountMinor = 0 }) => {
    const product = products.find(({ id }) => id === productId);
    if (!product || product.retired_at !== null) throw new NotFoundError('product', productId);
    return {
      sellerId: product.seller_id,
      currency: product.currency,
      totalMinor: quantity * product.price_minor - discountMinor,
      row: {
        product_id: productId,
        quantity,
        unit_price_minor: product.price_minor,
        unit_cost_minor: product.cost_minor,
        discount_minor: discountMinor,
      },
    };
  });
}

interface Basket {
  readonly items: readonly PricedItem[];
  readonly sellerId: number;
  readonly currency: string;
}

function insertOrder({ trx }: Writing, given: NewOrder, { items, sellerId, currency }: Basket) {
  const { userId, country } = given;
  return trx
    .insertInto('orders')
    .values((eb) => ({
      user_id: userId,
      seller_id: sellerId,
      currency,
      items_minor: items.reduce((sum, { totalMinor }) => sum + totalMinor, 0),
      discount_minor: given.discountMinor ?? 0,
      shipping_minor: given.shippingMinor ?? 0,
      discount_code: given.discountCode ?? null,
      country:
        country === undefined
          ? eb.selectFrom('users').select('users.country').where('users.id', '=', userId)
          : eb.val(country),
      ip: given.ip ?? null,
      device_id: given.deviceId ?? null,
      payment_fingerprint: given.paymentFingerprint ?? null,
    }))
    .returning('id')
    .executeTakeFirstOrThrow();
}
