import { beforeAll, beforeEach, expect, test } from 'vitest';
import { reorderAutomatically } from '../../../jobs/inventory/reorder-automatically.ts';
import { rowsOf } from '../../../src/db/rows-of.ts';
import { findReorderable } from '../../../src/domain/inventory/find-reorderable.ts';
import { moveStock } from '../../../src/domain/inventory/move-stock.ts';
import { orderFromSupplier, receivePurchaseOrder } from '../../../src/domain/inventory/purchase-orders.ts';
import inventoryWorker from '../../../workers/inventory.ts';
import { sowProduct, sowSeller } from '../../domain/sow.ts';
import { type JobRunner, openJobRunner } from '../run-jobs.ts';

let runner: JobRunner;
let productId: number;

beforeAll(async () => {
  runner = await openJobRunner(inventoryWorker);
  return runner.end;
});

// Sold 2, 4, 2, 4 … for the last 90 days: mean 3, standard deviation 1.0056.
beforeEach(async () => {
  const seller_id = await sowSeller(runner.domain);
  productId = await sowProduct(runner.domain, {
    seller_id,
    onHand: 20,
    created_at: '2020-01-01T00:00:00Z',
    lead_time_days: 4,
    lead_time_spread_days: 1,
    service_level: 0.95,
    cover_days: 10,
  });
  await runner.database.query(
    `INSERT INTO app.stock_movements (product_id, kind, quantity, on_hand_after, occurred_at)
     SELECT $1, 'sale', CASE day % 2 WHEN 0 THEN -4 ELSE -2 END, 0, now() - day * interval '1 day'
     FROM generate_series(1, 90) AS day`,
    [productId],
  );
});

const reorder = () => runner.run(reorderAutomatically, { productId });
const orders = () =>
  rowsOf(
    runner.database,
    'SELECT quantity, status, origin, reorder_point FROM app.purchase_orders WHERE product_id = $1 ORDER BY id',
    [productId],
  );
const sell = (quantity: number) =>
  runner.domain.write((writing) =>
    moveStock(writing, [{ productId, quantity: -quantity }], { kind: 'adjustment' }),
  );

// 3 · 4 + 1.645 · √(4 · 1.0056² + 3² · 1) = 17.93…, so 18; up to 18 + 3 · 10.
test('orders when the reorder point is reached, up to that and the days to cover', async () => {
  expect(await reorder()).toMatchObject({ result: { checked: 1, ordered: 0 } });
  await sell(2);
  expect(await reorder()).toMatchObject({ result: { checked: 1, ordered: 1 } });
  expect(await orders()).toEqual([{ quantity: 30, status: 'open', origin: 'auto', reorder_point: 18 }]);
  expect(await runner.takeEnqueued()).toMatchObject([
    { name: 'notifications.send', payload: { type: 'reordered', data: { productId, quantity: 30 } } },
  ]);
});

test('orders once for one shortage, however many look at once and whatever falls meanwhile', async () => {
  await sell(5);
  await Promise.all(Array.from({ length: 6 }, reorder));
  await sell(5);
  await reorder();
  expect(await orders()).toHaveLength(1);
});

test('counts what somebody has ordered by hand', async () => {
  await sell(10);
  await runner.domain.write((writing) =>
    orderFromSupplier(writing, { productId, quantity: 20, origin: 'manual' }),
  );
  await reorder();
  expect(await orders()).toHaveLength(1);
});

test('orders again for the next shortage, after the goods have come', async () => {
  await sell(2);
  const outcome = await reorder();
  expect(outcome).toMatchObject({ result: { ordered: 1 } });
  const [id = 0] = (outcome as unknown as { result: { purchaseOrderIds: number[] } }).result.purchaseOrderIds;
  await runner.domain.write((writing) => receivePurchaseOrder(writing, id));
  expect(await reorder()).toMatchObject({ result: { ordered: 0 } });
  await sell(40);
  expect(await reorder()).toMatchObject({ result: { ordered: 1 } });
});

const nothing = { kind: 'cancelled' };
const looked = { result: { checked: 1, ordered: 0 } };

test.each([
  ['not to be reordered', 'UPDATE app.products SET auto_reorder = false WHERE id = $1', nothing],
  ['not sold any more', 'UPDATE app.products SET retired_at = now() WHERE id = $1', nothing],
  ['bought by nobody', "DELETE FROM app.stock_movements WHERE product_id = $1 AND kind = 'sale'", looked],
])('orders nothing that is %s', async (_, statement, outcome) => {
  await sell(20);
  await runner.database.query(statement, [productId]);
  expect(await reorder()).toMatchObject(outcome);
});

test('counts the days without a sale, and only those since the product exists', async () => {
  const now = new Date();
  const demand = async () =>
    (await findReorderable(runner.domain.reader, { productId, afterId: 0, limit: 1 }, now))[0];
  expect(await demand()).toMatchObject({ demandPerDay: 3, demandSpread: expect.closeTo(1.0056, 3) });
  await runner.database.query(
    `DELETE FROM app.stock_movements WHERE product_id = $1 AND quantity = -2 AND kind = 'sale'`,
    [productId],
  );
  expect(await demand()).toMatchObject({ demandPerDay: 2, demandSpread: expect.closeTo(2.011, 3) });
  await runner.database.query(
    `UPDATE app.products SET created_at = now() - interval '45 days' WHERE id = $1`,
    [productId],
  );
  expect(await demand()).toMatchObject({ demandPerDay: 4 });
});
