import { expect, test } from 'vitest';
import { assessOrder, levelOf, type OrderFacts, scoreOf } from '../../../jobs/analytics/fraud-rules.ts';

const usual: OrderFacts = {
  orderId: 1,
  userId: 1,
  totalMinor: 5_000,
  country: 'GB',
  userCountry: 'GB',
  ordersWithinHour: 1,
  usualMinor: 4_000,
  usualOrders: 10,
  countryBefore: null,
  minutesSinceBefore: null,
  usersOnDevice: 1,
  usersOnPayment: 1,
};

const found = (facts: Partial<OrderFacts>) => assessOrder({ ...usual, ...facts });

test('has nothing against an order like the others', () => {
  expect(found({})).toEqual([]);
  expect(found({ ordersWithinHour: 3, totalMinor: 19_000, countryBefore: 'GB' })).toEqual([]);
});

test.each([
  [{ ordersWithinHour: 8 }, 'velocity', 60, '8 orders of this user within an hour'],
  [{ totalMinor: 40_000 }, 'amount', 40, '10.0 times what this user usually spends'],
  [{ country: 'SG' }, 'geography', 10, 'sent to SG, the user lives in GB'],
  [
    { countryBefore: 'SG', minutesSinceBefore: 40 },
    'geography',
    50,
    'sent to GB 40 minutes after an order to SG',
  ],
  [{ usersOnDevice: 4 }, 'device', 45, '4 users ordered from this device within a week'],
  [{ usersOnPayment: 3 }, 'device', 30, '3 users paid by these means within a week'],
] as const)('finds %o', (facts, rule, score, reason) => {
  expect(found(facts)).toEqual([{ rule, score, reason }]);
});

test('knows no usual amount from fewer than three orders', () => {
  expect(found({ totalMinor: 400_000, usualOrders: 2 })).toEqual([]);
  expect(found({ totalMinor: 400_000, usualMinor: null, usualOrders: 0 })).toEqual([]);
});

test('adds up what it found, to at most 100', () => {
  const reasons = found({ ordersWithinHour: 9, totalMinor: 90_000, country: 'SG' });
  expect(scoreOf(reasons)).toBe(100);
  expect([100, 60, 59, 35, 34, 20, 19, 0].map(levelOf)).toEqual([
    'high',
    'high',
    'medium',
    'medium',
    'low',
    'low',
    undefined,
    undefined,
  ]);
});
