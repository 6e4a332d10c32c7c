import { beforeAll, expect, test } from 'vitest';
import type { Insertable } from 'kysely';
import type { DomainTables } from '../../../src/domain/domain-tables.ts';
import { makeTables } from '../../../src/domain/seed/make-tables.ts';
import { Random } from '../../../src/domain/seed/random.ts';
import { seedPlan } from '../../../src/domain/seed/seed-plan.ts';

let rows: { readonly [Table in keyof DomainTables]: readonly Insertable<DomainTables[Table]>[] };

beforeAll(() => {
  const plan = seedPlan({ seed: 1, isSmall: false, until: new Date('2030-01-01T00:00:00Z') });
  const made = [...makeTables(plan)].map(({ table, rows: list }) => [table, list]);
  rows = Object.fromEntries(made) as typeof rows;
});

test('is a year of 50 sellers, 500 products, 2,000 users and 60,000 orders', () => {
  expect(rows).toMatchObject({
    sellers: { length: 50 },
    products: { length: 500 },
    users: { length: 2_000 },
    orders: { length: 60_000 },
  });
  expect(rows.orders[0]?.placed_at?.toString().slice(0, 10)).toBe('2029-01-01');
  expect(rows.orders.at(-1)?.placed_at?.toString().slice(0, 10)).toBe('2029-12-31');
});

test('sells more at the end of the year than in January, and on Saturdays than on Tuesdays', () => {
  const dates = rows.orders.map(({ placed_at }) => new Date(placed_at as string));
  const inMonth = (month: number) => dates.filter((date) => date.getUTCMonth() === month).length;
  const onWeekday = (day: number) => dates.filter((date) => date.getUTCDay() === day).length;
  expect(inMonth(11) / inMonth(0)).toBeGreaterThan(1.6);
  expect(onWeekday(6) / onWeekday(2)).toBeGreaterThan(1.2);
});

test('takes back a few of a hundred lines, and cancels a few orders', () => {
  expect(rows.returns.length / rows.order_items.length).toBeCloseTo(0.055, 2);
  const cancelled = rows.orders.filter(({ status }) => status === 'cancelled').length;
  expect(cancelled / 60_000).toBeCloseTo(0.025, 2);
});

test('has some 150,000 events, and visits of which fewer get to each step than to the one before', () => {
  const events = rows.behavior_events;
  expect(events.length / 150_000).toBeCloseTo(1, 1);
  const visits = (kind?: string) =>
    new Set(events.filter((event) => !kind || event.kind === kind).map((event) => event.session_id)).size;
  const steps = [visits(), visits('cart'), visits('checkout'), visits('purchase')];
  expect(steps).toEqual(steps.toSorted((one, other) => other - one));
  expect(visits('purchase') / visits()).toBeCloseTo(0.2, 1);
  expect(visits('cart') / visits()).toBeCloseTo(0.52, 1);
});

test('draws evenly, and the same for the same name only', () => {
  const draw = (seed: number, stream: string) => {
    const random = new Random(seed, stream);
    return Array.from({ length: 10_000 }, () => random.next());
  };
  const first = draw(1, 'a');
  expect(draw(1, 'a')).toEqual(first);
  expect(draw(2, 'a')).not.toEqual(first);
  expect(draw(1, 'b')).not.toEqual(first);
  const mean = first.reduce((sum, value) => sum + value, 0) / first.length;
  expect(mean).toBeCloseTo(0.5, 1);
  expect(Math.min(...first)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...first)).toBeLessThan(1);
});
