import { beforeAll, expect, test } from 'vitest';
import { alertLowStock } from '../../../jobs/inventory/alert-low-stock.ts';
import { moveStock } from '../../../src/domain/inventory/move-stock.ts';
import inventoryWorker from '../../../workers/inventory.ts';
import { sowProduct, sowSeller, sowUser } from '../../domain/sow.ts';
import { type JobRunner, openJobRunner } from '../run-jobs.ts';

let runner: JobRunner;

beforeAll(async () => {
  runner = await openJobRunner(inventoryWorker);
  return runner.end;
});

test('tells the seller once of a drop, and again of the next', async () => {
  const user_id = await sowUser(runner.domain);
  const seller_id = await sowSeller(runner.domain, { user_id });
  const productId = await sowProduct(runner.domain, {
    seller_id,
    low_stock_threshold: 5,
    onHand: 5,
    name: 'Wok',
  });
  const move = (quantity: number) =>
    runner.domain.write((writing) => moveStock(writing, [{ productId, quantity }], { kind: 'adjustment' }));
  const alert = () => runner.run(alertLowStock, { productId });
  const raised = { kind: 'completed', result: { raised: 1, productIds: [productId] } };
  const nothing = { kind: 'completed', result: { raised: 0, productIds: [] } };
  const all = await Promise.all([alert(), alert(), alert()]);
  expect(all.filter((outcome) => JSON.stringify(outcome) === JSON.stringify(raised))).toHaveLength(1);
  await move(-1);
  expect(await alert()).toEqual(nothing);
  await move(10);
  await move(-10);
  expect(await alert()).toEqual(raised);
  const notification = (onHand: number) => ({
    name: 'notifications.send',
    payload: {
      userId: user_id,
      type: 'low-stock',
      body: expect.stringContaining(`down to ${onHand}`),
      data: { productId, title: 'Wok', onHand, threshold: 5 },
    },
  });
  expect(await runner.takeEnqueued()).toMatchObject([notification(5), notification(4)]);
});

test('scans all products, more than it takes at once', async () => {
  await runner.run(alertLowStock, {});
  await runner.takeEnqueued();
  const seller_id = await sowSeller(runner.domain);
  await runner.database.query(
    `WITH made AS (
       INSERT INTO app.products (seller_id, sku, name, category, price_minor, cost_minor)
       SELECT $1, 'many-' || n, 'Thing ' || n, 'tools', 100, 50 FROM generate_series(1, 250) AS n RETURNING id
     )
     INSERT INTO app.stock_levels (product_id, on_hand) SELECT id, 0 FROM made`,
    [seller_id],
  );
  expect(await runner.run(alertLowStock, {})).toMatchObject({ result: { raised: 250 } });
  expect(await runner.takeEnqueued()).toHaveLength(250);
});
