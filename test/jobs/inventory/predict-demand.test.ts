import { beforeAll, expect, test } from 'vitest';
import { predictDemand } from '../../../jobs/inventory/predict-demand.ts';
import { rowsOf } from '../../../src/db/rows-of.ts';
import { findUnforecast } from '../../../src/domain/forecasts/find-unforecast.ts';
import inventoryWorker from '../../../workers/inventory.ts';
import { sowProduct, sowSeller } from '../../domain/sow.ts';
import { type JobRunner, openJobRunner } from '../run-jobs.ts';

let runner: JobRunner;

beforeAll(async () => {
  runner = await openJobRunner(inventoryWorker);
  return runner.end;
});

/** Sales at instants, one unit each unless said otherwise. */
async function sowSales(productId: number, sales: readonly (readonly [string, number?])[]): Promise<void> {
  await runner.domain.reader
    .insertInto('stock_movements')
    .values(
      sales.map(([occurred_at, units = 1]) => ({
        product_id: productId,
        kind: 'sale' as const,
        quantity: -units,
        on_hand_after: 0,
        occurred_at,
      })),
    )
    .execute();
}

const history = async (productId: number, now: string) =>
  (
    await findUnforecast(
      runner.domain.reader,
      { productId, afterId: 0, limit: 1, madeSince: new Date() },
      new Date(now),
    )
  )[0];

test("takes the history by the seller's days, without gaps, up to yesterday", async () => {
  const seller_id = await sowSeller(runner.domain, { time_zone: 'America/New_York' });
  const productId = await sowProduct(runner.domain, { seller_id });
  await sowSales(productId, [
    ['2030-03-08T12:00:00Z', 2],
    ['2030-03-10T04:59:59Z'],
    ['2030-03-10T05:00:00Z'],
    ['2030-03-11T03:59:59Z'],
    ['2030-03-12T04:00:00Z', 9],
  ]);
  expect(await history(productId, '2030-03-12T15:00:00Z')).toEqual({
    productId,
    today: '2030-03-12',
    sold: [2, 1, 2, 0],
  });
});

test('knows nothing of a product that never moved', async () => {
  const productId = await sowProduct(runner.domain);
  expect(await history(productId, '2030-03-12T15:00:00Z')).toMatchObject({ sold: [] });
});

test('keeps a forecast for each product, and makes none twice when it goes on after an interruption', async () => {
  const productId = await sowProduct(runner.domain);
  const dayMs = 86_400_000;
  const daysAgo = (days: number): string => new Date(Date.now() - days * dayMs).toISOString();
  await sowSales(
    productId,
    Array.from({ length: 70 }, (_, day) => [daysAgo(day + 1), 3] as const),
  );
  const outcome = await runner.run(predictDemand, { horizonDays: 7 });
  expect(outcome).toMatchObject({ result: { meanError: 0, meanNaiveError: 0 } });
  const [row] = await rowsOf<Record<string, unknown>>(
    runner.database,
    `SELECT horizon_days, method, history_days, interval_level, jsonb_array_length(points) AS points,
       points -> 0 ->> 'expected' AS first, points -> 0 ->> 'day' = from_day::text AS begins_today
     FROM app.forecasts WHERE product_id = $1`,
    [productId],
  );
  expect(row).toEqual({
    horizon_days: 7,
    method: 'holt-winters',
    history_days: 70,
    interval_level: expect.closeTo(0.9),
    points: 7,
    first: '3',
    begins_today: true,
  });
  const page = { productId, afterId: 0, limit: 10 };
  const since = (madeSince: Date) => findUnforecast(runner.domain.reader, { ...page, madeSince });
  expect(await since(new Date(Date.now() - 60_000))).toEqual([]);
  expect(await since(new Date(Date.now() + 60_000))).toHaveLength(1);
});
