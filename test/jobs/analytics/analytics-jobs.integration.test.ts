import { beforeAll, expect, test } from 'vitest';
import { backfill } from '../../../jobs/analytics/backfill.ts';
import { detectFraud } from '../../../jobs/analytics/detect-fraud.ts';
import { recommend } from '../../../jobs/analytics/recommend.ts';
import type { AnalyticsServices, RankingScore } from '../../../jobs/analytics/services.ts';
import { summarizeDay } from '../../../jobs/analytics/summarize-day.ts';
import { trackBehavior } from '../../../jobs/analytics/track-behavior.ts';
import { rowsOf } from '../../../src/db/rows-of.ts';
import { seedDomain } from '../../../src/domain/seed/seed-domain.ts';
import { seedPlan } from '../../../src/domain/seed/seed-plan.ts';
import { newJobId } from '../../../src/job/job-id.ts';
import analyticsWorker from '../../../workers/analytics.ts';
import { makeAnalyticsStore } from '../../../workers/services/analytics/analytics-store.ts';
import { sowProduct, sowUser } from '../../domain/sow.ts';
import { type JobRunner, openJobRunner } from '../run-jobs.ts';

let runner: JobRunner;
beforeAll(async () => {
  runner = await openJobRunner(analyticsWorker);
  await seedDomain(runner.database, seedPlan({ seed: 1, isSmall: true, until: new Date() }));
  return runner.end;
});

const count = async (text: string, values: readonly unknown[] = []): Promise<number> => {
  const [row] = await rowsOf<{ count: number }>(
    runner.database,
    `SELECT count(*)::integer AS count FROM ${text}`,
    values,
  );
  return row?.count ?? -1;
};

const event = (more: Readonly<Record<string, unknown>> = {}) => ({
  id: newJobId(),
  occurredAt: new Date().toISOString(),
  kind: 'view' as const,
  ...more,
});

/** Calls the batch handler as the worker does; gives what rose in the rankings. */
async function track(...events: readonly ReturnType<typeof event>[]): Promise<readonly RankingScore[]> {
  const ranked: RankingScore[] = [];
  const services: Pick<AnalyticsServices, 'analytics' | 'rank'> = {
    analytics: makeAnalyticsStore(runner.domain),
    rank: async (scores) => void ranked.push(...scores),
  };
  const members = events.map((payload) => ({ payload, job: {} }));
  await trackBehavior.run(members as never, services as never); // a definition has forgotten what its handler takes
  return ranked;
}

test('writes events once, however often they come, and counts them once', async () => {
  const [first, second] = [event({ productId: 3 }), event({ productId: 3, data: { page: 'a' } })];
  expect(await track(first, second, first)).toEqual([{ ranking: 'viewed-products', member: '3', by: 2 }]);
  expect(await track(first)).toEqual([]);
  expect(await count('app.behavior_events WHERE id = ANY($1::uuid[])', [[first.id, second.id]])).toBe(2);
});

test('writes an event of whatever offset, and those that came with it', async () => {
  const events = [
    event({ occurredAt: '2030-03-29T23:59:00+23:59' }),
    event({ occurredAt: '1970-01-01T00:00:00Z' }),
  ];
  await track(...events, event());
  const ids = events.map(({ id }) => id);
  const rows = await rowsOf<{ at: Date }>(
    runner.database,
    'SELECT occurred_at AS at FROM app.behavior_events WHERE id = ANY($1::uuid[]) ORDER BY 1',
    [ids],
  );
  expect(rows.map(({ at }) => at.toISOString())).toEqual([
    '1970-01-01T00:00:00.000Z',
    '2030-03-29T00:00:00.000Z',
  ]);
});

test('takes only events that its schema knows', () => {
  expect(trackBehavior.payload.safeParse(event({ kind: 'sneeze' })).success).toBe(false);
  for (const occurredAt of ['0000-01-01T00:00:00Z', '1969-12-31T23:59:59Z', '9999-12-31T23:59:59-12:00'])
    expect(trackBehavior.payload.safeParse(event({ occurredAt })).success).toBe(false);
  expect(trackBehavior.payload.safeParse(event({ country: 'GBR' })).success).toBe(false);
  expect(trackBehavior.payload.safeParse(event()).success).toBe(true);
});

test('counts an order on its day by the clock of the zone, and no cancelled one as revenue', async () => {
  const productId = await sowProduct(runner.domain);
  const userId = await sowUser(runner.domain);
  const place = async (placedAt: string, status: string): Promise<void> => {
    await runner.database.query(
      `WITH placed AS (
         INSERT INTO app.orders (user_id, seller_id, status, currency, items_minor, country, placed_at)
         SELECT $1, seller_id, $3, 'EUR', 2500, 'DE', $4 FROM app.products WHERE id = $2 RETURNING id)
       INSERT INTO app.order_items (order_id, line, product_id, quantity, unit_price_minor, unit_cost_minor)
       SELECT id, 1, $2, 2, 1250, 600 FROM placed`,
      [userId, productId, status, placedAt],
    );
  };
  // Auckland is 12 hours ahead in its winter.
  await place('2001-06-14T11:59:59Z', 'paid');
  await place('2001-06-14T12:00:00Z', 'paid');
  await place('2001-06-15T11:59:59Z', 'cancelled');
  const day = { date: '2001-06-15', timeZone: 'Pacific/Auckland' };
  expect(await runner.run(summarizeDay, day)).toMatchObject({
    result: { day: '2001-06-15', orders: 2, cancelledOrders: 1, units: 2, revenueMinor: { EUR: 2_500 } },
  });
  await runner.run(summarizeDay, day);
  expect(await count(`app.daily_summaries WHERE day = '2001-06-15'`)).toBe(1);
});

test('summarizes yesterday unless a day is given', async () => {
  const outcome = await runner.run(summarizeDay, { timeZone: 'UTC' });
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  expect(outcome).toMatchObject({ result: { day: yesterday } });
});

test('fills a span of days, and goes on where an attempt was cut short', async () => {
  const span = { from: '2001-02-26', to: '2001-04-02' };
  expect(await runner.run(backfill, span)).toMatchObject({ result: { days: 36 } });
  const store = makeAnalyticsStore(runner.domain);
  const missing = await store.findUnsummarized({
    ...span,
    timeZone: 'UTC',
    madeSince: new Date(Date.now() - 60_000),
    limit: 100,
  });
  expect(missing).toEqual([]);
  expect(backfill.payload.safeParse({ from: '2001-02-02', to: '2001-02-01' }).success).toBe(false);
});

test.each([
  [{ from: '2030-01-02', to: '2030-01-01' }],
  [{ from: '0000-01-01', to: '0000-01-02' }],
  [{ from: '2000-01-01', to: '2030-01-01' }],
])('refuses a span that nobody means: %j', async (span) => {
  await expect(runner.run(backfill, span)).rejects.toMatchObject({ code: 'INVALID_PAYLOAD' });
});

test('finds the frauds of the seeded month, and tells operators of each high one once', async () => {
  const operatorId = await sowUser(runner.domain);
  await runner.database.query(`UPDATE app.users SET role = 'admin' WHERE id = $1`, [operatorId]);
  await runner.takeEnqueued();
  const first = await runner.run(detectFraud, { hours: 24 * 40 });
  expect(first).toMatchObject({ result: { found: expect.any(Number), high: expect.any(Number) } });
  const high = await count(`app.fraud_findings WHERE level = 'high'`);
  expect(high).toBeGreaterThan(0);
  const told = (await runner.takeEnqueued()).filter(({ payload }) => payload['userId'] === operatorId);
  expect(told).toHaveLength(high);
  expect(told[0]).toMatchObject({ name: 'notifications.send', payload: { type: 'fraud-suspected' } });
  expect(await runner.run(detectFraud, { hours: 24 * 40 })).toMatchObject({ result: { found: 0, high: 0 } });
  expect(await runner.takeEnqueued()).toEqual([]);
});

test('recommends what was not bought, to newcomers too, and replaces it the next time', async () => {
  const newcomer = await sowUser(runner.domain);
  const buyers = await count('(SELECT DISTINCT user_id FROM app.orders) AS users');
  expect(await runner.run(recommend, { perUser: 5 })).toMatchObject({
    result: { users: await count('app.users') },
  });
  expect(await count('app.recommendations WHERE user_id = $1', [newcomer])).toBe(5);
  expect(
    await count(
      `(SELECT DISTINCT user_id FROM app.recommendations WHERE reason = 'bought-together') AS users`,
    ),
  ).toBeGreaterThan(buyers / 2);
  expect(
    await count(`app.recommendations AS r JOIN app.orders AS o USING (user_id)
      JOIN app.order_items AS i ON i.order_id = o.id AND i.product_id = r.product_id
      WHERE o.status <> 'cancelled' AND o.placed_at > now() - interval '1 year'`),
  ).toBe(0);
  const before = await count('app.recommendations');
  await runner.run(recommend, { perUser: 5 });
  expect(await count('app.recommendations')).toBe(before);
});

test('pairs what is looked at in one visit, and nothing of a program that looks at everything', async () => {
  const [one, other] = [await sowProduct(runner.domain), await sowProduct(runner.domain)];
  const view = (sessionId: string) => (productId: number) => event({ sessionId, productId });
  const others = Array.from({ length: 100 }, (_, nth) => 1_000_000 + nth);
  await track(...[one, other, one].map(view('visitor')), ...[one, other, ...others].map(view('crawler')));
  const pairs = await makeAnalyticsStore(runner.domain).productPairs();
  expect(
    pairs
      .toSorted((a, b) => a.productId - b.productId)
      .filter(({ productId }) => productId === one || productId === other),
  ).toEqual([
    { productId: one, otherId: other, kind: 'viewed-together', count: 1 },
    { productId: other, otherId: one, kind: 'viewed-together', count: 1 },
  ]);
});

test('says so when the user or the order it is asked about is not there', async () => {
  expect(await runner.run(recommend, { userId: 999_999 })).toMatchObject({
    kind: 'cancelled',
    reason: 'There is no user 999999.',
  });
  expect(await runner.run(detectFraud, { orderId: 999_999 })).toMatchObject({ kind: 'cancelled' });
});
