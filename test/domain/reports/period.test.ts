import { describe, expect, test } from 'vitest';
import { type PeriodUnit, resolvePeriod } from '../../../src/domain/reports/period.ts';
import { dayStarts, slicesOf } from '../../../src/domain/reports/slices.ts';

const resolve = (unit: PeriodUnit, on: string, timeZone = 'UTC') =>
  resolvePeriod({ unit, on }, { now: new Date(), timeZone });

describe('a period', () => {
  test.each([
    ['day', '2028-02-29', '2028-02-29', '2028-02-29', '2028-02-28', '2028-02-28'],
    ['week', '2026-01-01', '2025-12-29', '2026-01-04', '2025-12-22', '2025-12-28'],
    ['week', '2026-01-04', '2025-12-29', '2026-01-04', '2025-12-22', '2025-12-28'],
    ['month', '2026-03-31', '2026-03-01', '2026-03-31', '2026-02-01', '2026-02-28'],
    ['quarter', '2026-02-28', '2026-01-01', '2026-03-31', '2025-10-01', '2025-12-31'],
    ['year', '2028-07-01', '2028-01-01', '2028-12-31', '2027-01-01', '2027-12-31'],
  ] as const)('%s of %s is %s to %s, after %s to %s', (unit, on, first, last, beforeFirst, beforeLast) => {
    const { period, before } = resolve(unit, on);
    expect(period).toMatchObject({ firstDay: first, lastDay: last });
    expect(before).toMatchObject({ firstDay: beforeFirst, lastDay: beforeLast, to: period.from });
  });

  test('from one day to another includes both, and comes after as many', () => {
    const { period, before } = resolvePeriod(
      { from: '2026-03-10', to: '2026-03-12' },
      { now: new Date(), timeZone: 'UTC' },
    );
    expect(period.to).toEqual(new Date('2026-03-13'));
    expect(before).toMatchObject({ firstDay: '2026-03-07', lastDay: '2026-03-09' });
    expect(() =>
      resolvePeriod({ from: '2026-03-12', to: '2026-03-11' }, { now: new Date(), timeZone: 'UTC' }),
    ).toThrow(RangeError);
  });

  test.each([
    ['2026-03-01T04:59:59Z', 'America/New_York', '2026-01-01', '2026-01-31'],
    ['2026-03-01T05:00:00Z', 'America/New_York', '2026-02-01', '2026-02-28'],
    ['2026-02-28T15:00:00Z', 'Asia/Tokyo', '2026-02-01', '2026-02-28'],
  ])('is by default the last whole one: at %s in %s the month from %s', (now, timeZone, first, last) => {
    const { period } = resolvePeriod({ unit: 'month' }, { now: new Date(now), timeZone });
    expect(period).toMatchObject({ firstDay: first, lastDay: last });
  });

  test.each([
    ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00Z', 23],
    ['2026-10-25', 'Europe/Berlin', '2026-10-24T22:00:00Z', 25],
    ['2026-06-01', 'Asia/Kolkata', '2026-05-31T18:30:00Z', 24],
    // Midnight is jumped over: the day begins at one o'clock.
    ['2026-04-24', 'Africa/Cairo', '2026-04-23T22:00:00Z', 23],
  ])('of %s in %s begins at %s and has %i hours', (day, timeZone, from, hours) => {
    const { period } = resolve('day', day, timeZone);
    expect(period.from).toEqual(new Date(from));
    expect(slicesOf(period).starts).toHaveLength(hours);
  });
});

describe('slices', () => {
  test.each([
    ['day', 'hour', 24],
    ['week', 'day', 7],
    ['month', 'day', 31],
    ['quarter', 'week', 14],
    ['year', 'month', 12],
  ] as const)('of a %s are by %s, %i of them, the first with the period', (unit, by, count) => {
    const { period } = resolve(unit, '2026-01-15');
    const slices = slicesOf(period);
    expect(slices.unit).toBe(by);
    expect([slices.starts.length, slices.labels.length]).toEqual([count, count]);
    expect(slices.starts[0]).toEqual(period.from);
  });

  test('show the hour that comes twice twice', () => {
    const { labels } = slicesOf(resolve('day', '2026-10-25', 'Europe/Berlin').period);
    expect(labels.slice(1, 5)).toEqual(['01:00', '02:00', '02:00', '03:00']);
  });

  test('are cut at weeks after the first', () => {
    const { starts } = slicesOf(resolve('quarter', '2026-01-15').period);
    expect(starts.slice(0, 2)).toEqual([new Date('2026-01-01'), new Date('2026-01-05')]);
  });

  test('of days follow the clock over a change', () => {
    const { period } = resolve('week', '2026-03-29', 'Europe/Berlin');
    expect(dayStarts(period).slice(-2)).toEqual([
      new Date('2026-03-27T23:00:00Z'),
      new Date('2026-03-28T23:00:00Z'),
    ]);
    expect(period.to).toEqual(new Date('2026-03-29T22:00:00Z'));
  });
});
