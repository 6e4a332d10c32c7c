import { expect, test } from 'vitest';
import { moneyFormat } from '../../../../workers/services/reports/format.ts';

test.each([
  [0, '£0'],
  [50, '£0.50'],
  [900, '£9'],
  [-85_415, '−£854'],
  [1_544_878, '£15.4k'],
  [-123_456_789, '−£1.2m'],
])('writes %d pence in short as %s', (minor, text) => {
  expect(moneyFormat('GBP').short(minor).toLowerCase()).toBe(text.toLowerCase());
});

test('knows currencies without cents', () => {
  expect(moneyFormat('JPY').short(850)).toMatch(/850$/);
  expect(moneyFormat('JPY').full(1_850)).toMatch(/1,850$/);
});
