import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { kyselyOf } from '../../../src/db/kysely-of.ts';
import { readOrders } from '../../../src/domain/reports/read-orders.ts';
import { readTrade } from '../../../src/domain/reports/read-trade.ts';
import { resolvePeriod, type WantedPeriod } from '../../../src/domain/reports/period.ts';
import { slicesOf } from '../../../src/domain/reports/slices.ts';
import { type DomainDatabase, openDomainDatabase } from '../open-domain-database.ts';
import { sowProduct, sowSeller, sowUser } from '../sow.ts';

let room: DomainDatabase;
let userId: number;
let sellerId: number;
let lamp: number;
let chair: number;

beforeAll(async () => {
  room = await openDomainDatabase();
  userId = await sowUser(room.domain);
  sellerId = await sowSeller(room.domain, { currency: 'EUR', commission_bps: 1_000 });
  lamp = await sowProduct(room.domain, { seller_id: sellerId, category: 'home', name: 'Lamp' });
  chair = await sowProduct(room.domain, { seller_id: sellerId, category: 'garden', name: 'Chair' });
});
afterAll(() => room.end());
beforeEach(() => room.database.query('TRUNCATE app.orders CASCADE'));

interface Line {
  readonly product: number;
  readonly quantity: number;
  readonly price: number;
  readonly discount?: number;
}

let lastOrder = 0;

async function order(
  placedAt: string,
  lines: readonly Line[],
  fields: {
    readonly status?: string;
    readonly discount?: number;
    readonly shipping?: number;
    readonly seller?: number;
  } = {},
): Promise<number> {
  const id = (lastOrder += 1);
  const items = lines.reduce(
    (sum, { quantity, price, discount = 0 }) => sum + quantity * price - discount,
    0,
  );
  await room.database.query(
    `INSERT INTO app.orders (id, user_id, seller_id, status, currency, items_minor, discount_minor, shipping_minor, country, placed_at)
     VALUES ($1, $2, $3, $4, (SELECT currency FROM app.sellers WHERE id = $3), $5, $6, $7, 'DE', $8)`,
    [
      id,
      userId,
      fields.seller ?? sellerId,
      fields.status ?? 'delivered',
      items,
      fields.discount ?? 0,
      fields.shipping ?? 0,
      placedAt,
    ],
  );
  for (const [index, { product, quantity, price, discount = 0 }] of lines.entries())
    await room.database.query('INSERT INTO app.order_items VALUES ($1, $2, $3, $4, $5, 600, $6)', [
      ...[id, index + 1, product, quantity, price, discount],
    ]);
  return id;
}

function comesBack(orderId: number, at: string, { quantity = 1, refund = 1_000, isRestocked = true } = {}) {
  return room.database.query(
    `INSERT INTO app.returns (order_id, line, quantity, refund_minor, reason, is_restocked, returned_at) VALUES ($1, 1, $2, $3, 'late', $4, $5)`,
    [orderId, quantity, refund, isRestocked, at],
  );
}

async function read(wanted: WantedPeriod, timeZone = 'UTC') {
  const { period } = resolvePeriod(wanted, { now: new Date(), timeZone });
  const question = { sellerId, period, starts: slicesOf(period).starts, bestBy: 'net' as const };
  const [trade] = await readTrade(kyselyOf(room.database), question);
  const [orders] = await readOrders(kyselyOf(room.database), question);
  return { trade, orders };
}

const march = { unit: 'month', on: '2026-03-15' } as const;

test('takes the discounts of lines and of the order off gross sales, spread to the last cent', async () => {
  const lines = [
    { product: lamp, quantity: 3, price: 999, discount: 100 },
    { product: chair, quantity: 1, price: 1_001 },
    { product: lamp, quantity: 1, price: 1 },
  ];
  await order('2026-03-10T12:00:00Z', lines, { discount: 1_000, shipping: 490 });
  const { trade, orders } = await read(march);
  expect(trade?.total).toEqual({
    unitsSold: 5,
    unitsReturned: 0,
    grossMinor: 3_999,
    discountMinor: 1_100,
    refundMinor: 0,
    netMinor: 2_899,
    costMinor: 3_000,
  });
  // 1000 over 2897, 1001 and 1: 743.2, 256.8 and 0.3.
  expect(trade?.products.map(({ name, discountMinor }) => [name, discountMinor])).toEqual([
    ['Lamp', 843],
    ['Chair', 257],
  ]);
  expect(orders).toMatchObject({ orders: 1, buyers: 1, shippingMinor: 490 });
});

test('counts a return when it comes back, with its cost where it can be sold again', async () => {
  const february = await order('2026-02-20T12:00:00Z', [{ product: lamp, quantity: 2, price: 1_000 }]);
  await order('2026-03-02T12:00:00Z', [{ product: chair, quantity: 1, price: 5_000 }]);
  await comesBack(february, '2026-03-03T12:00:00Z');
  await comesBack(february, '2026-03-04T12:00:00Z', { isRestocked: false });
  const { trade } = await read(march);
  expect(trade?.total).toMatchObject({
    unitsSold: 1,
    unitsReturned: 2,
    refundMinor: 2_000,
    netMinor: 3_000,
    costMinor: 0,
  });
  expect(trade?.categories.map(({ name, netMinor }) => [name, netMinor])).toEqual([
    ['garden', 5_000],
    ['home', -2_000],
  ]);
  expect((await read({ unit: 'month', on: '2026-02-01' })).trade?.total).toMatchObject({
    refundMinor: 0,
    netMinor: 2_000,
  });
});

test('counts a cancelled order as cancelled and as nothing else', async () => {
  const cancelled = await order('2026-03-02T12:00:00Z', [{ product: lamp, quantity: 1, price: 1_000 }], {
    status: 'cancelled',
    shipping: 490,
  });
  await comesBack(cancelled, '2026-03-03T12:00:00Z');
  const { trade, orders } = await read(march);
  expect(trade).toBeUndefined();
  expect(orders).toEqual({ currency: 'EUR', orders: 0, cancelled: 1, buyers: 0, shippingMinor: 0 });
});

test('gives nothing for a month without sales', async () => {
  await order('2026-02-28T23:59:59.999Z', [{ product: lamp, quantity: 1, price: 1_000 }]);
  await order('2026-04-01T00:00:00Z', [{ product: lamp, quantity: 1, price: 1_000 }]);
  expect(await read(march)).toEqual({ trade: undefined, orders: undefined });
});

test.each([
  ['Europe/Berlin', '2026-02-28T23:00:00Z', true],
  ['Europe/Berlin', '2026-02-28T22:59:59Z', false],
  // Summer time has begun meanwhile.
  ['Europe/Berlin', '2026-03-31T21:59:59Z', true],
  ['Europe/Berlin', '2026-03-31T22:00:00Z', false],
  ['America/Los_Angeles', '2026-03-01T07:59:59Z', false],
  ['America/Los_Angeles', '2026-03-01T08:00:00Z', true],
  ['Pacific/Kiritimati', '2026-02-28T10:00:00Z', true],
])('in %s an order of %s is one of March: %s', async (timeZone, placedAt, isIn) => {
  await order(placedAt, [{ product: lamp, quantity: 1, price: 1_000 }]);
  const { trade } = await read(march, timeZone);
  expect(trade?.total.netMinor ?? 0).toBe(isIn ? 1_000 : 0);
});

test('puts orders of the day with 25 hours into the hours that passed', async () => {
  for (const at of ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-10-25T22:59:59Z'])
    await order(at, [{ product: lamp, quantity: 1, price: 1_000 }]);
  const { trade } = await read({ unit: 'day', on: '2026-10-25' }, 'Europe/Berlin');
  expect(trade?.slices.map(({ key }) => key)).toEqual(['2', '3', '24']);
});

test('keeps currencies and sellers apart', async () => {
  const other = await sowSeller(room.domain, { currency: 'USD' });
  await order('2026-03-02T12:00:00Z', [{ product: lamp, quantity: 1, price: 700 }], { seller: other });
  await order('2026-03-02T12:00:00Z', [{ product: lamp, quantity: 1, price: 1_000 }]);
  await order('2026-03-02T12:00:00Z', [{ product: lamp, quantity: 1, price: 1_000 }]);
  const { period } = resolvePeriod(march, { now: new Date(), timeZone: 'UTC' });
  const all = await readTrade(kyselyOf(room.database), { period, starts: [period.from], bestBy: 'net' });
  expect(all.map(({ currency, total, sellers }) => [currency, total.netMinor, sellers.length])).toEqual([
    ['EUR', 2_000, 1],
    ['USD', 700, 1],
  ]);
  expect((await read(march)).trade?.total.netMinor).toBe(2_000);
});

test('holds sums beyond 32 bits', async () => {
  for (let n = 0; n < 3; n++)
    await order('2026-03-02T12:00:00Z', [{ product: lamp, quantity: 1, price: 2_000_000_000 }]);
  expect((await read(march)).trade?.total.netMinor).toBe(6_000_000_000);
});
