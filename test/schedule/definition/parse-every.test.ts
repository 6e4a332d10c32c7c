import { expect, it } from 'vitest';
import { formatEvery, parseEvery } from '../../../src/schedule/definition/parse-every.ts';

it.each([
  ['90s', 90_000],
  ['15m', 900_000],
  ['6h', 21_600_000],
  ['7d', 604_800_000],
])('reads and writes %s', (text, ms) => {
  expect(parseEvery(text)).toBe(ms);
  expect(formatEvery(ms)).toBe(text);
});

it('writes the largest unit that divides', () => {
  expect(formatEvery(3_600_000)).toBe('1h');
  expect(formatEvery(5_400_000)).toBe('90m');
});
