import { beforeAll, expect, test } from 'vitest';
import { raiseAlerts } from '../../../src/domain/inventory/low-stock-alerts.ts';
import { moveStock } from '../../../src/domain/inventory/move-stock.ts';
import {
  cancelPurchaseOrder,
  orderFromSupplier,
  receivePurchaseOrder,
} from '../../../src/domain/inventory/purchase-orders.ts';
import { stockOf } from '../../../src/domain/inventory/stock-of.ts';
import { type DomainDatabase, openDomainDatabase } from '../open-domain-database.ts';
import { sowProduct, sowSeller, sowUser } from '../sow.ts';

let opened: DomainDatabase;

beforeAll(async () => {
  opened = await openDomainDatabase();
  return opened.end;
});

const raise = (productId?: number) => opened.domain.write((writing) => raiseAlerts(writing, { productId }));
const move = (productId: number, quantity: number) =>
  opened.domain.write((writing) => moveStock(writing, [{ productId, quantity }], { kind: 'adjustment' }));

test('raises one alert a drop, and the next only after the stock has recovered', async () => {
  const productId = await sowProduct(opened.domain, { low_stock_threshold: 5, onHand: 6 });
  expect(await raise(productId)).toEqual([]);
  await move(productId, -1);
  expect(await raise(productId)).toMatchObject([{ productId, onHand: 5, threshold: 5 }]);
  await move(productId, -2);
  expect(await raise(productId)).toEqual([]);
  await move(productId, 2);
  await move(productId, -3);
  expect(await raise(productId)).toEqual([]);
  await move(productId, 10);
  await move(productId, -10);
  expect(await raise(productId)).toMatchObject([{ onHand: 2 }]);
});

test('raises one alert when many look at once', async () => {
  const productId = await sowProduct(opened.domain, { low_stock_threshold: 5, onHand: 1 });
  const raised = await Promise.all(Array.from({ length: 8 }, () => raise(productId)));
  expect(raised.flat()).toHaveLength(1);
});

test("scans all products that are sold, each by its own threshold, and names the seller's user", async () => {
  await raise();
  const user_id = await sowUser(opened.domain);
  const seller_id = await sowSeller(opened.domain, { user_id });
  const low = await sowProduct(opened.domain, { seller_id, low_stock_threshold: 3, onHand: 3 });
  await sowProduct(opened.domain, { seller_id, low_stock_threshold: 2, onHand: 3 });
  await sowProduct(opened.domain, { seller_id, low_stock_threshold: 9, retired_at: '2020-01-01T00:00:00Z' });
  expect(await raise()).toMatchObject([{ productId: low, userId: user_id }]);
});

test('clears an alert when the threshold is lowered', async () => {
  const productId = await sowProduct(opened.domain, { low_stock_threshold: 5, onHand: 4 });
  const setThreshold = (low_stock_threshold: number) =>
    opened.reader.updateTable('products').set({ low_stock_threshold }).where('id', '=', productId).execute();
  expect(await raise(productId)).toHaveLength(1);
  await setThreshold(2);
  expect(await raise(productId)).toEqual([]);
  await setThreshold(5);
  expect(await raise(productId)).toHaveLength(1);
});

test('keeps one automatic purchase order of a product open, and takes it into stock once', async () => {
  const productId = await sowProduct(opened.domain, { onHand: 1, cost_minor: 250, lead_time_days: 3 });
  const order = (origin: 'auto' | 'manual') =>
    opened.domain.write((writing) => orderFromSupplier(writing, { productId, quantity: 40, origin }));
  const ids = await Promise.all(Array.from({ length: 8 }, () => order('auto')));
  const id = ids.find((found) => found !== undefined) as number;
  expect(ids.filter((found) => found !== undefined)).toHaveLength(1);
  expect(await order('manual')).toEqual(expect.any(Number));
  expect(await stockOf(opened.reader, [productId])).toMatchObject([{ onHand: 1, onOrder: 80 }]);
  const receive = () => opened.domain.write((writing) => receivePurchaseOrder(writing, id));
  await receive();
  await expect(receive()).rejects.toMatchObject({ code: 'INVALID_WRITE' });
  expect(await stockOf(opened.reader, [productId])).toMatchObject([{ onHand: 41, onOrder: 40 }]);
  const next = (await order('auto')) as number;
  await opened.domain.write((writing) => cancelPurchaseOrder(writing, next));
  expect(await stockOf(opened.reader, [productId])).toMatchObject([{ onHand: 41, onOrder: 40 }]);
});
