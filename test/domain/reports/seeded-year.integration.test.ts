import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kyselyOf } from '../../../src/db/kysely-of.ts';
import { rowsOf } from '../../../src/db/rows-of.ts';
import { readEngagement } from '../../../src/domain/reports/read-engagement.ts';
import { readInventory } from '../../../src/domain/reports/read-inventory.ts';
import { readOrders } from '../../../src/domain/reports/read-orders.ts';
import { readTrade } from '../../../src/domain/reports/read-trade.ts';
import { resolvePeriod, type WantedPeriod } from '../../../src/domain/reports/period.ts';
import { slicesOf } from '../../../src/domain/reports/slices.ts';
import { seedDomain } from '../../../src/domain/seed/seed-domain.ts';
import { seedPlan } from '../../../src/domain/seed/seed-plan.ts';
import { type DomainDatabase, openDomainDatabase } from '../open-domain-database.ts';

let room: DomainDatabase;

beforeAll(async () => {
  room = await openDomainDatabase();
  const plan = seedPlan({ seed: 7, isSmall: false, until: new Date('2026-07-01T00:00:00Z') });
  const tenth = { users: 400, products: 100, sellers: 10, orders: 6_000, events: 15_000, tasks: 10 };
  await seedDomain(room.database, { ...plan, ...tenth });
}, 60_000);
afterAll(() => room.end());

// The other way round: PostgreSQL finds the days by its own knowledge of zones, and sums order by order.
const BY_DAY = `BETWEEN $1::date AND $2::date`;
const ASKED: [title: string, wanted: WantedPeriod, timeZone: string, sellerId: number | undefined][] = [
  ['a year', { from: '2025-07-02', to: '2026-06-29' }, 'UTC', undefined],
  ['a month with a clock change', { unit: 'month', on: '2026-03-15' }, 'Europe/Berlin', undefined],
  ['a quarter of one seller', { unit: 'quarter', on: '2025-11-01' }, 'America/New_York', 1],
  ['a week half a day ahead', { unit: 'week', on: '2025-12-10' }, 'Pacific/Kiritimati', undefined],
  ['a day of one seller', { unit: 'day', on: '2025-11-28' }, 'Asia/Kolkata', 2],
];

describe.each(ASKED)('%s', (_, wanted, timeZone, sellerId) => {
  const { period, before } = resolvePeriod(wanted, { now: new Date(), timeZone });
  const { starts } = slicesOf(period);
  const question = { sellerId, period, before, starts, bestBy: 'net' as const, products: 1_000 };
  const days = [period.firstDay, period.lastDay, timeZone, sellerId ?? null];
  const db = () => kyselyOf(room.database);

  test('sums sales, discounts, refunds and costs as order by order', async () => {
    const expected = await rowsOf<Record<string, string>>(
      room.database,
      `WITH sold AS (
         SELECT o.currency, o.items_minor, o.discount_minor,
           (SELECT sum(quantity * unit_price_minor) FROM app.order_items i WHERE i.order_id = o.id) AS gross,
           (SELECT sum(quantity * unit_cost_minor) FROM app.order_items i WHERE i.order_id = o.id) AS cost,
           (SELECT sum(quantity) FROM app.order_items i WHERE i.order_id = o.id) AS units
         FROM app.orders o WHERE status <> 'cancelled' AND ($4::int IS NULL OR seller_id = $4)
           AND (placed_at AT TIME ZONE $3)::date ${BY_DAY}
       ), back AS (
         SELECT o.currency, r.refund_minor, r.quantity, r.is_restocked, i.unit_cost_minor
         FROM app.returns r JOIN app.order_items i USING (order_id, line) JOIN app.orders o ON o.id = r.order_id
         WHERE o.status <> 'cancelled' AND ($4::int IS NULL OR seller_id = $4) AND (returned_at AT TIME ZONE $3)::date ${BY_DAY}
       )
       SELECT currency, gross, gross - paid AS discount, refund, paid - refund AS net, cost - cost_back AS cost, units, units_back
       FROM (SELECT currency, sum(gross) AS gross, sum(items_minor - discount_minor) AS paid, sum(cost) AS cost, sum(units) AS units
             FROM sold GROUP BY 1) s
       JOIN (SELECT c.currency, coalesce(sum(refund_minor), 0) AS refund, coalesce(sum(quantity), 0) AS units_back,
               coalesce(sum(quantity * unit_cost_minor) FILTER (WHERE is_restocked), 0) AS cost_back
             FROM (SELECT DISTINCT currency FROM sold) c LEFT JOIN back USING (currency) GROUP BY 1) b USING (currency)
       ORDER BY currency`,
      days,
    );
    const trades = await readTrade(db(), question);
    const sold = trades.filter(({ total }) => total.unitsSold > 0);
    expect(
      sold
        .toSorted((one, other) => (one.currency < other.currency ? -1 : 1))
        .map(({ currency, total }) => ({
          currency,
          gross: String(total.grossMinor),
          discount: String(total.discountMinor),
          refund: String(total.refundMinor),
          net: String(total.netMinor),
          cost: String(total.costMinor),
          units: String(total.unitsSold),
          units_back: String(total.unitsReturned),
        })),
    ).toEqual(expected);
    expect(expected.length).toBeGreaterThan(0);
  });

  test('gives the same in every part', async () => {
    for (const { total, slices, categories, sellers, products } of await readTrade(db(), question))
      for (const parts of [slices, categories, sellers, products])
        for (const figure of ['grossMinor', 'discountMinor', 'refundMinor', 'netMinor', 'costMinor'] as const)
          expect(parts.reduce((sum, part) => sum + part[figure], 0)).toBe(total[figure]);
  });

  test('counts orders and buyers', async () => {
    const expected = await rowsOf<object>(
      room.database,
      `SELECT currency, count(*) FILTER (WHERE status <> 'cancelled')::int AS orders,
         count(*) FILTER (WHERE status = 'cancelled')::int AS cancelled,
         count(DISTINCT user_id) FILTER (WHERE status <> 'cancelled')::int AS buyers,
         coalesce(sum(shipping_minor) FILTER (WHERE status <> 'cancelled'), 0)::int AS "shippingMinor"
       FROM app.orders WHERE ($4::int IS NULL OR seller_id = $4) AND (placed_at AT TIME ZONE $3)::date ${BY_DAY}
       GROUP BY 1 ORDER BY 1`,
      days,
    );
    const counts = await readOrders(db(), question);
    expect(counts.toSorted((one, other) => (one.currency < other.currency ? -1 : 1))).toEqual(expected);
  });

  test('finds the stock that the last movement of each product left', async () => {
    const [expected] = await rowsOf<{ units: number; value: number }>(
      room.database,
      `SELECT sum(on_hand)::int AS units, sum(on_hand * cost_minor)::int AS value FROM (
         SELECT DISTINCT ON (product_id) on_hand_after AS on_hand, cost_minor
         FROM app.stock_movements m JOIN app.products p ON p.id = m.product_id
         WHERE ($3::int IS NULL OR seller_id = $3) AND (occurred_at AT TIME ZONE $2)::date <= $1::date
         ORDER BY product_id, m.id DESC) last`,
      [period.lastDay, timeZone, sellerId ?? null],
    );
    const stocks = await readInventory(db(), question, starts);
    const sum = (of: (stock: (typeof stocks)[number]) => number) =>
      stocks.reduce((all, stock) => all + of(stock), 0);
    expect({ units: sum(({ total }) => total.units), value: sum(({ total }) => total.valueMinor) }).toEqual(
      expected,
    );
    const change = ({ received, left }: (typeof stocks)[number]) =>
      received.reduce((all, units, slice) => all + units - (left[slice] ?? 0), 0);
    expect(sum(change)).toBe(sum(({ total }) => total.units - total.openingUnits));
  });

  test('counts users and visits', async () => {
    const [expected] = await rowsOf<object>(
      room.database,
      `WITH seen AS (SELECT * FROM app.behavior_events WHERE (occurred_at AT TIME ZONE $3)::date ${BY_DAY}),
       met AS (SELECT DISTINCT session_id FROM seen JOIN app.products p ON p.id = product_id WHERE seller_id = $4),
       of_report AS (SELECT * FROM seen WHERE $4::int IS NULL OR product_id IN (SELECT id FROM app.products WHERE seller_id = $4)
         OR (product_id IS NULL AND session_id IN (TABLE met)))
       SELECT count(*)::int AS events, count(DISTINCT user_id)::int AS users, count(DISTINCT session_id)::int AS visits,
         (SELECT count(*)::int FROM (SELECT session_id FROM of_report WHERE kind = 'purchase' GROUP BY 1) b) AS buying
       FROM of_report`,
      days,
    );
    const { total } = await readEngagement(db(), question, starts);
    expect(total).toMatchObject(expected ?? {});
  });
});
