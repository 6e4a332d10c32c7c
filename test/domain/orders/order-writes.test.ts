import { sql } from 'kysely';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { stockOf } from '../../../src/domain/inventory/stock-of.ts';
import { changeOrderStatus } from '../../../src/domain/orders/change-order-status.ts';
import { type NewOrder, placeOrder } from '../../../src/domain/orders/place-order.ts';
import { type ItemReturn, returnItem } from '../../../src/domain/orders/return-item.ts';
import { type DomainDatabase, openDomainDatabase } from '../open-domain-database.ts';
import { sowProduct, sowSeller, sowUser } from '../sow.ts';

let opened: DomainDatabase;
let userId: number;
let sellerId: number;
let hammer: number;
let nails: number;

beforeAll(async () => {
  opened = await openDomainDatabase();
  return opened.end;
});

beforeEach(async () => {
  userId = await sowUser(opened.domain, { country: 'FR' });
  sellerId = await sowSeller(opened.domain);
  hammer = await sowProduct(opened.domain, {
    seller_id: sellerId,
    price_minor: 1_999,
    cost_minor: 900,
    onHand: 5,
  });
  nails = await sowProduct(opened.domain, {
    seller_id: sellerId,
    price_minor: 10,
    cost_minor: 2,
    onHand: 1_000,
  });
});

const place = (order: Omit<NewOrder, 'userId'>) =>
  opened.domain.write((writing) => placeOrder(writing, { userId, ...order }));
const onHand = async (productId: number) => (await stockOf(opened.reader, [productId]))[0]?.onHand;
const giveBack = (given: Omit<ItemReturn, 'reason'>) =>
  opened.domain.write((writing) => returnItem(writing, { reason: 'changed-mind', ...given }));

test("places an order at today's prices and takes its products from stock", async () => {
  opened.takeChanges();
  const orderId = await place({
    items: [
      { productId: hammer, quantity: 2, discountMinor: 98 },
      { productId: nails, quantity: 100 },
    ],
    discountMinor: 900,
    shippingMinor: 490,
  });
  const order = await opened.reader
    .selectFrom('orders')
    .selectAll()
    .where('id', '=', orderId)
    .executeTakeFirstOrThrow();
  expect(order).toMatchObject({
    seller_id: sellerId,
    status: 'placed',
    currency: 'EUR',
    country: 'FR',
    items_minor: 2 * 1_999 - 98 + 1_000,
    total_minor: 2 * 1_999 - 98 + 1_000 - 900 + 490,
  });
  expect(await Promise.all([onHand(hammer), onHand(nails)])).toEqual([3, 900]);
  expect(opened.takeChanges()).toEqual([
    { kind: 'stock-moved', productId: hammer, movement: 'sale', quantity: -2, onHand: 3 },
    { kind: 'stock-moved', productId: nails, movement: 'sale', quantity: -100, onHand: 900 },
    { kind: 'order-changed', orderId, userId, sellerId, status: 'placed' },
  ]);
});

test('takes nothing when one of the products is short', async () => {
  const items = [
    { productId: nails, quantity: 1 },
    { productId: hammer, quantity: 6 },
  ];
  await expect(place({ items })).rejects.toMatchObject({
    code: 'INSUFFICIENT_STOCK',
    productId: hammer,
    onHand: 5,
  });
  expect(await Promise.all([onHand(hammer), onHand(nails)])).toEqual([5, 1_000]);
});

test('counts a product that stands on two lines together', async () => {
  const line = { productId: hammer, quantity: 3 };
  await expect(place({ items: [line, line] })).rejects.toMatchObject({ code: 'INSUFFICIENT_STOCK' });
  await place({ items: [line, { productId: hammer, quantity: 2 }] });
  expect(await onHand(hammer)).toBe(0);
});

test('refuses an empty order, products of two sellers, and one that is not sold any more', async () => {
  await expect(place({ items: [] })).rejects.toMatchObject({ code: 'INVALID_WRITE' });
  const other = await sowProduct(opened.domain, { onHand: 5 });
  const both = [hammer, other].map((productId) => ({ productId, quantity: 1 }));
  await expect(place({ items: both })).rejects.toMatchObject({ code: 'INVALID_WRITE' });
  const retired = await sowProduct(opened.domain, { onHand: 5, retired_at: '2020-01-01T00:00:00Z' });
  const items = [{ productId: retired, quantity: 1 }];
  await expect(place({ items })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('refuses a quantity of zero or less', async () => {
  for (const quantity of [0, -1])
    await expect(place({ items: [{ productId: hammer, quantity }] })).rejects.toMatchObject({
      code: '23514',
    });
  expect(await onHand(hammer)).toBe(5);
});

test('gives the products of a cancelled order back, once', async () => {
  const orderId = await place({ items: [{ productId: hammer, quantity: 5 }] });
  const cancel = () => opened.domain.write((writing) => changeOrderStatus(writing, orderId, 'cancelled'));
  await cancel();
  await expect(cancel()).rejects.toMatchObject({ code: 'INVALID_WRITE' });
  expect(await onHand(hammer)).toBe(5);
});

test('takes an order from placed to delivered, and cancels none that has been shipped', async () => {
  const orderId = await place({ items: [{ productId: hammer, quantity: 1 }] });
  const go = (status: 'paid' | 'shipped' | 'delivered' | 'cancelled') =>
    opened.domain.write((writing) => changeOrderStatus(writing, orderId, status));
  await expect(go('shipped')).rejects.toMatchObject({ code: 'INVALID_WRITE' });
  await go('paid');
  await go('shipped');
  await expect(go('cancelled')).rejects.toMatchObject({ code: 'INVALID_WRITE' });
  await go('delivered');
});

test('refunds in proportion, restocks what can be sold again, and takes back no more than was sold', async () => {
  const orderId = await place({ items: [{ productId: hammer, quantity: 3, discountMinor: 100 }] });
  const first = await giveBack({ orderId, line: 1, quantity: 1 });
  expect(await onHand(hammer)).toBe(3);
  await opened.domain.write((writing) =>
    returnItem(writing, { orderId, line: 1, quantity: 1, reason: 'damaged' }),
  );
  expect(await onHand(hammer)).toBe(3);
  await expect(giveBack({ orderId, line: 1, quantity: 2 })).rejects.toMatchObject({ code: 'INVALID_WRITE' });
  await expect(giveBack({ orderId, line: 2, quantity: 1 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const row = await opened.reader
    .selectFrom('returns')
    .select(['refund_minor', 'is_restocked'])
    .where('id', '=', first)
    .executeTakeFirstOrThrow();
  expect(row).toEqual({ refund_minor: Math.round((3 * 1_999 - 100) / 3), is_restocked: true });
});

test('refunds what was paid and not a cent more, in however many parts it comes back', async () => {
  const orderId = await place({
    items: [
      { productId: hammer, quantity: 3, discountMinor: 100 },
      { productId: nails, quantity: 1 },
    ],
    discountMinor: 898,
  });
  for (const line of [1, 1, 1, 2]) await giveBack({ orderId, line, quantity: 1 });
  const { rows } = await sql<{ line: number; sum: number }>`
    SELECT line, sum(refund_minor)::int AS sum FROM app.returns WHERE order_id = ${orderId} GROUP BY line ORDER BY line`.execute(
    opened.reader,
  );
  const [first, second] = rows.map(({ sum }) => sum);
  expect((first ?? 0) + (second ?? 0)).toBe(3 * 1_999 - 100 + 10 - 898);
  expect(first).toBe(5_897 - Math.round((898 * 5_897) / 5_907));
});
