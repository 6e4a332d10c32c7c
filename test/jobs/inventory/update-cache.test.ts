import { afterAll, beforeAll, expect, test } from 'vitest';
import { predictDemand } from '../../../jobs/inventory/predict-demand.ts';
import { reorderAutomatically } from '../../../jobs/inventory/reorder-automatically.ts';
import { updateStockCache } from '../../../jobs/inventory/update-cache.ts';
import { domainCaches } from '../../../src/domain/caches/domain-caches.ts';
import { openKv } from '../../../src/kv/open-kv.ts';
import { loadConfig } from '../../../src/config/load-config.ts';
import { silentLog } from '../../../src/telemetry/log.ts';
import inventoryWorker from '../../../workers/inventory.ts';
import { sowProduct, sowSeller } from '../../domain/sow.ts';
import { type JobRunner, openJobRunner } from '../run-jobs.ts';

let runner: JobRunner;
beforeAll(async () => {
  runner = await openJobRunner(inventoryWorker);
});
afterAll(() => runner.end());

test('reads the stock of a seller, or of a product, anew after a change past the application', async () => {
  const { database, domain } = runner;
  const { kv: config } = loadConfig({}, { envFile: false });
  const kv = openKv({ config, database, log: silentLog });
  const caches = domainCaches(kv, domain.reader);
  const [seller_id, other] = [await sowSeller(domain), await sowSeller(domain)];
  const mine = [
    await sowProduct(domain, { seller_id, onHand: 1 }),
    await sowProduct(domain, { seller_id, onHand: 1 }),
  ];
  const theirs = await sowProduct(domain, { seller_id: other, onHand: 1 });
  const onHand = async (productId: number) => (await caches.stock(productId))?.onHand;
  for (const productId of [...mine, theirs]) expect(await onHand(productId)).toBe(1);
  await database.query('UPDATE app.stock_levels SET on_hand = 2');

  expect(await runner.run(updateStockCache, { sellerId: seller_id })).toMatchObject({
    result: { products: 2 },
  });
  const kept = await kv.cache.getMany<{ onHand: number }>([...mine, theirs].map((id) => `stock:${id}`));
  expect(kept.map((each) => each?.onHand)).toEqual([2, 2, 1]);
  expect(await runner.run(updateStockCache, { productId: theirs })).toMatchObject({
    result: { products: 1 },
  });
  expect(await kv.cache.getMany<{ onHand: number }>([`stock:${theirs}`])).toMatchObject([{ onHand: 2 }]);
  expect(await runner.run(updateStockCache, {})).toMatchObject({ result: { products: 3 } });
  await kv.close();
});

test.each([updateStockCache, reorderAutomatically, predictDemand])(
  '$name says so when the product it is asked about is not there',
  async (job) => {
    expect(await runner.run(job, { productId: 999_999 })).toMatchObject({
      kind: 'cancelled',
      reason: expect.stringContaining('999999'),
    });
  },
);
