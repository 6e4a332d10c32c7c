import { expect, it } from 'vitest';
import { upcomingOf } from '../../../src/schedule/operate/upcoming.ts';

const nextOf = (cron: string, timeZone: string, from: string, count: number) =>
  upcomingOf({ kind: 'cron', cron, timeZone }, Date.parse(from), count).map(
    ({ dueAt, local, clockChange }) => `${local} ${dueAt.toISOString().slice(11, 16)} ${clockChange ?? ''}`,
  );

it('writes due times on the wall clock and in UTC, and marks the days on which the clock changes', () => {
  expect(nextOf('30 2 * * *', 'Europe/Berlin', '2026-03-28T00:00Z', 3)).toEqual([
    '2026-03-28T02:30:00+01:00 01:30 ',
    '2026-03-29T03:00:00+02:00 01:00 forward',
    '2026-03-30T02:30:00+02:00 00:30 ',
  ]);
  expect(nextOf('30 2 * * *', 'America/New_York', '2026-10-31T12:00Z', 2)).toEqual([
    '2026-11-01T02:30:00-05:00 07:30 back',
    '2026-11-02T02:30:00-05:00 07:30 ',
  ]);
});

it('marks a day that begins with the change', () => {
  expect(nextOf('0 12 * * *', 'America/Havana', '2026-03-07T12:00Z', 3)).toEqual([
    '2026-03-07T12:00:00-05:00 17:00 ',
    '2026-03-08T12:00:00-04:00 16:00 forward',
    '2026-03-09T12:00:00-04:00 16:00 ',
  ]);
});

it('writes the offsets of all zones', () => {
  expect(nextOf('0 6 1 6 *', 'Asia/Kathmandu', '2026-01-01T00:00Z', 1)).toEqual([
    '2026-06-01T06:00:00+05:45 00:15 ',
  ]);
  expect(nextOf('0 6 1 6 *', 'America/St_Johns', '2026-01-01T00:00Z', 1)).toEqual([
    '2026-06-01T06:00:00-02:30 08:30 ',
  ]);
});
