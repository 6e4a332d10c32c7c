import { expect, test } from 'vitest';
import { forecastDemand } from '../../../../jobs/inventory/forecast/forecast-demand.ts';
import { Random } from '../../../../src/domain/seed/random.ts';

const WEEK = [2, 4, 4, 5, 8, 12, 9];
const options = { horizonDays: 28, level: 0.9 };

const weeks = (count: number, of: (day: number) => number): readonly number[] =>
  Array.from({ length: count * 7 }, (_, day) => of(day));
const weekday = (day: number): number => WEEK[day % 7] ?? 0;
const expected = (series: readonly number[]) =>
  forecastDemand(series, options).days.map((day) => day.expected);

test('goes on with weekdays that repeat, from whatever weekday', () => {
  const series = weeks(10, weekday);
  expect(expected(series).slice(0, 9)).toEqual([...WEEK, 2, 4]);
  expect(expected(series.slice(3)).slice(0, 3)).toEqual([2, 4, 4]);
  expect(expected(series.slice(0, -2)).slice(0, 3)).toEqual([12, 9, 2]);
});

test('follows a trend, damped', () => {
  const series = weeks(20, (day) => 5 + day * 0.2 + weekday(day));
  const [first = 0] = expected(series);
  expect(first).toBeGreaterThan(5 + 140 * 0.2 - 1);
  const last = expected(series).at(-1) ?? 0;
  expect(last).toBeGreaterThan(5 + 140 * 0.2 + 9);
  expect(last).toBeLessThan(5 + 168 * 0.2 + 9 + 1);
});

test('adapts to a new level', () => {
  const series = weeks(20, (day) => (day < 100 ? 5 : 15));
  for (const units of expected(series)) expect(units).toBeCloseTo(15, 0);
});

test('expects nothing of what nobody buys, and never less', () => {
  expect(expected(weeks(8, () => 0))).toEqual(Array.from({ length: 28 }, () => 0));
  const falling = weeks(12, (day) => Math.max(0, 60 - day));
  for (const { expected: units, low } of forecastDemand(falling, options).days) {
    expect(units).toBeGreaterThanOrEqual(0);
    expect(low).toBeGreaterThanOrEqual(0);
  }
});

test('says of about nine days in ten where they will lie, and errs less than the naive forecast', () => {
  let inside = 0;
  let days = 0;
  let better = 0;
  for (let seed = 0; seed < 40; seed += 1) {
    const random = new Random(seed, 'demand');
    const all = weeks(30, (day) => Math.max(0, Math.round(weekday(day) * 3 + random.normal() * 5)));
    const result = forecastDemand(all.slice(0, -28), options);
    for (const [at, { low, high }] of result.days.entries()) {
      const truth = all[all.length - 28 + at] ?? 0;
      days += 1;
      if (truth >= low && truth <= high) inside += 1;
    }
    if ((result.backtestError ?? 99) < (result.naiveError ?? 0)) better += 1;
  }
  expect(inside / days).toBeGreaterThan(0.86);
  expect(inside / days).toBeLessThan(0.95);
  expect(better).toBeGreaterThan(36);
});

test('widens its interval with the distance', () => {
  const random = new Random(1, 'walk');
  let level = 50;
  const series = weeks(30, () => Math.max(0, (level += random.normal() * 4)));
  const { days } = forecastDemand(series, options);
  const width = (at: number): number => (days[at]?.high ?? 0) - (days[at]?.low ?? 0);
  expect(width(27)).toBeGreaterThan(width(0) * 1.5);
});

test('computes the errors of the last four weeks from what was before them', () => {
  const series = [...weeks(8, weekday), ...weeks(4, (day) => weekday(day) + 1)];
  const { backtestError, naiveError } = forecastDemand(series, options);
  expect(naiveError).toBeCloseTo(1, 5);
  expect(backtestError).toBeCloseTo(1, 1);
});

test.each([
  [0, 'mean', null],
  [5, 'mean', null],
  [14, 'holt-winters', null],
  [28, 'holt-winters', expect.any(Number)],
])('makes do with a history of %i days', (length, method, error) => {
  const series = weeks(4, weekday).slice(0, length);
  const result = forecastDemand(series, options);
  expect(result).toMatchObject({ method, backtestError: error, naiveError: error });
  expect(result.days).toHaveLength(28);
});
