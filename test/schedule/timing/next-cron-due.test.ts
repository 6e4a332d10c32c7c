import { CronExpressionParser } from 'cron-parser';
import { describe, expect, it } from 'vitest';
import { dueTimes } from '../../../src/schedule/timing/due-times.ts';
import { FIRST_MS } from './clock-changes.ts';

describe('a cron expression at a clock change', () => {
  it.each([
    // time zone, expression, from (UTC), the due times until two days later
    ['Europe/Berlin', '30 2 * * *', '2024-03-30T12:00Z', ['2024-03-31T01:00Z', '2024-04-01T00:30Z']],
    [
      'Europe/Berlin',
      '*/20 2 * * *',
      '2024-03-31T00:00Z',
      ['01:00Z', '2024-04-01T00:00Z', '00:20Z', '00:40Z'],
    ],
    ['Europe/Berlin', '0 2,3 * * *', '2024-03-31T00:00Z', ['01:00Z', '2024-04-01T00:00Z', '01:00Z']],
    ['Europe/Berlin', '30 2 * * *', '2024-10-26T12:00Z', ['2024-10-27T00:30Z', '2024-10-28T01:30Z']],
    [
      'Europe/Berlin',
      '30 * 27 10 *',
      '2024-10-26T23:00Z',
      ['2024-10-26T23:30Z', '2024-10-27T00:30Z', '01:30Z', '02:30Z'],
    ],
    [
      'Europe/Berlin',
      '30 * 31 3 *',
      '2024-03-30T23:00Z',
      ['2024-03-30T23:30Z', '2024-03-31T00:30Z', '01:30Z', '02:30Z'],
    ],
    ['America/New_York', '0 2 * * *', '2024-03-10T06:00Z', ['2024-03-10T07:00Z', '2024-03-11T06:00Z']],
    ['America/Havana', '0 0 * * *', '2024-03-10T00:00Z', ['2024-03-10T05:00Z', '2024-03-11T04:00Z']],
    ['America/Havana', '30 * 3 11 *', '2024-01-15T00:00Z', ['2024-11-03T04:30Z', '05:30Z', '06:30Z']],
    ['Australia/Lord_Howe', '15 2 * * *', '2024-10-05T00:00Z', ['2024-10-05T15:30Z', '2024-10-06T15:15Z']],
    ['Australia/Lord_Howe', '45 1 * * *', '2024-04-06T00:00Z', ['2024-04-06T14:45Z', '2024-04-07T15:15Z']],
    ['Pacific/Chatham', '0 3 * * *', '2024-09-28T00:00Z', ['2024-09-28T14:00Z', '2024-09-29T13:15Z']],
  ])('%s, %s', (timeZone, cron, from, expected) => {
    const due = [];
    for (const ms of dueTimes({ kind: 'cron', cron, timeZone }, Date.parse(from))) {
      due.push(new Date(ms).toISOString().replace(':00.000Z', 'Z'));
      if (due.length === expected.length) break;
    }
    expect(due.map((time, index) => time.slice(-(expected[index]?.length ?? 0)))).toEqual(expected);
  });
});

describe('the due times of a cron expression', () => {
  it.each([
    '0 0 L * *',
    '0 0 * * 5L',
    '0 0 * * FRI#2',
    '0 0 * * 7',
    '30 4 1,15 * 5',
    '0 0 29 2 *',
    '@monthly',
  ])('agree with cron-parser on %s', (cron) => {
    const other = CronExpressionParser.parse(cron, { tz: 'Asia/Tokyo', currentDate: new Date(FIRST_MS) });
    const due = dueTimes({ kind: 'cron', cron, timeZone: 'Asia/Tokyo' }, FIRST_MS);
    for (let count = 0; count < 10; count++) expect(due.next().value).toBe(other.next().getTime());
  });
});
