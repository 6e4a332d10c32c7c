import { beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../../src/db/open-database.ts';
import { rowsOf } from '../../../src/db/rows-of.ts';
import { Domain } from '../../../src/domain/domain.ts';
import { moveStock } from '../../../src/domain/inventory/move-stock.ts';
import { movementsByDay } from '../../../src/domain/inventory/movements-by-day.ts';
import { stockOf } from '../../../src/domain/inventory/stock-of.ts';
import { placeOrder } from '../../../src/domain/orders/place-order.ts';
import { type DomainDatabase, openDomainDatabase } from '../open-domain-database.ts';
import { sowProduct, sowSeller, sowUser } from '../sow.ts';

let opened: DomainDatabase;

beforeAll(async () => {
  opened = await openDomainDatabase();
  return opened.end;
});

const onHand = async (productId: number) => (await stockOf(opened.reader, [productId]))[0]?.onHand;
const move = (productId: number, quantity: number) =>
  opened.domain.write((writing) => moveStock(writing, [{ productId, quantity }], { kind: 'adjustment' }));

test('sells the last 10 exactly 10 times to 50 who want one at once', async () => {
  const productId = await sowProduct(opened.domain, { onHand: 10 });
  const userId = await sowUser(opened.domain);
  // Five processes of ten workers each.
  const databases = Array.from({ length: 5 }, () => openDatabase({ url: opened.url, maxConnections: 11 }));
  const domains = databases.map((database) => new Domain(database));
  const items = [{ productId, quantity: 1 }];
  const tries = domains.flatMap((domain) =>
    Array.from({ length: 10 }, () => domain.write((writing) => placeOrder(writing, { userId, items }))),
  );
  const results = await Promise.allSettled(tries);
  await Promise.all(databases.map((database) => database.close()));
  const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  expect(refused).toHaveLength(40);
  for (const error of refused) expect(error).toMatchObject({ code: 'INSUFFICIENT_STOCK' });
  expect(await onHand(productId)).toBe(0);
  const counts = await rowsOf(
    opened.database,
    `SELECT count(*)::int AS orders, sum(quantity)::int AS sold, min(on_hand_after) AS least
     FROM app.stock_movements WHERE product_id = $1 AND kind = 'sale'`,
    [productId],
  );
  expect(counts).toEqual([{ orders: 10, sold: -10, least: 0 }]);
});

test('lets baskets with the same products in another order pass each other', async () => {
  const seller_id = await sowSeller(opened.domain);
  const ids = [
    await sowProduct(opened.domain, { seller_id, onHand: 100 }),
    await sowProduct(opened.domain, { seller_id, onHand: 100 }),
  ];
  const userId = await sowUser(opened.domain);
  const basket = (products: readonly number[]) =>
    opened.domain.write((writing) =>
      placeOrder(writing, { userId, items: products.map((productId) => ({ productId, quantity: 1 })) }),
    );
  await Promise.all(Array.from({ length: 40 }, (_, index) => basket(index % 2 ? ids : ids.toReversed())));
  expect(await Promise.all(ids.map(onHand))).toEqual([60, 60]);
});

test('never goes below zero, and says what is there', async () => {
  const productId = await sowProduct(opened.domain, { onHand: 3 });
  await expect(move(productId, -4)).rejects.toMatchObject({
    code: 'INSUFFICIENT_STOCK',
    productId,
    onHand: 3,
  });
  await expect(move(999_999, -1)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await onHand(productId)).toBe(3);
});

test('keeps each level equal to the sum of its movements', async () => {
  const productId = await sowProduct(opened.domain, { onHand: 7 });
  for (const quantity of [5, -3, 0, -9]) await move(productId, quantity);
  const rows = await rowsOf(
    opened.database,
    `SELECT sum(quantity)::int AS sum, (array_agg(on_hand_after ORDER BY id))[4] AS last
     FROM app.stock_movements WHERE product_id = $1`,
    [productId],
  );
  expect(rows).toEqual([{ sum: 0, last: 0 }]);
  expect(await onHand(productId)).toBe(0);
});

test("gives movements as a series of the seller's days, with the days on which nothing moved", async () => {
  const seller_id = await sowSeller(opened.domain, { time_zone: 'America/New_York' });
  const product_id = await sowProduct(opened.domain, { seller_id });
  const movement = (kind: 'initial' | 'sale' | 'return', quantity: number, occurred_at: string) => ({
    product_id,
    kind,
    quantity,
    occurred_at,
    on_hand_after: 0,
  });
  await opened.reader
    .insertInto('stock_movements')
    .values([
      movement('initial', 20, '2030-03-01T12:00:00Z'),
      movement('sale', -2, '2030-03-10T04:59:59Z'),
      movement('sale', -3, '2030-03-10T05:00:00Z'),
      movement('sale', -4, '2030-03-11T03:59:59Z'),
      movement('return', 1, '2030-03-11T04:00:00Z'),
    ])
    .execute();
  const days = await movementsByDay(opened.reader, product_id, { from: '2030-03-09', to: '2030-03-12' });
  expect(days.map(({ day, sold, returned, onHand: end }) => [day, sold, returned, end])).toEqual([
    ['2030-03-09', 2, 0, 18],
    ['2030-03-10', 7, 0, 11],
    ['2030-03-11', 0, 1, 12],
    ['2030-03-12', 0, 0, 12],
  ]);
});
