import { expect, test } from 'vitest';
import { normalQuantile } from '../../../jobs/inventory/normal-quantile.ts';
import { reorderPoint } from '../../../jobs/inventory/reorder-point.ts';

test.each([
  [0.5, 0],
  [0.8413, 1],
  [0.95, 1.6449],
  [0.975, 1.96],
  [0.99, 2.3263],
  [0.025, -1.96],
])('knows the normal quantile of %d', (probability, expected) => {
  expect(Math.abs(normalQuantile(probability) - expected)).toBeLessThan(0.0005);
});

test.each([0, 1, Number.NaN])('has no quantile of %d', (probability) => {
  expect(() => normalQuantile(probability)).toThrow(RangeError);
});

const steady = { demandPerDay: 10, demandSpread: 0, leadDays: 4, leadSpreadDays: 0, serviceLevel: 0.95 };

test.each([
  ['what sells until the goods come, when nothing varies', steady, 40],
  ['more when demand varies: 40 + 1.645 · √(4 · 9)', { ...steady, demandSpread: 3 }, 50],
  ['more when the supplier does: 40 + 1.645 · √(100 · 1)', { ...steady, leadSpreadDays: 1 }, 57],
  ['and for both: 40 + 1.645 · √(36 + 100)', { ...steady, demandSpread: 3, leadSpreadDays: 1 }, 60],
  ['more for a higher service level: 40 + 2.326 · 6', { ...steady, demandSpread: 3, serviceLevel: 0.99 }, 54],
  ['nothing when nothing sells', { ...steady, demandPerDay: 0 }, 0],
])('is %s', (_, given, expected) => {
  expect(reorderPoint(given)).toBe(expected);
});
