import { describe, expect, it } from 'vitest';
import { dueTimes } from '../../../src/schedule/timing/due-times.ts';
import type { Timing } from '../../../src/schedule/timing/timing.ts';

const at = (time: string) => Date.parse(`2026-03-29T${time}Z`);
const timesOf = (timing: Timing, from: number, to: number) =>
  [...dueTimes(timing, from, to)].map((ms) => new Date(ms).toISOString().slice(11, 19));

describe('an interval', () => {
  it('counts from the epoch', () => {
    const timing: Timing = { kind: 'every', everyMs: 900_000, timeZone: 'UTC' };
    expect(timesOf(timing, at('00:00:01'), at('00:45:00'))).toEqual(['00:15:00', '00:30:00', '00:45:00']);
  });

  it('counts from its start, which is its first due time', () => {
    const timing: Timing = { kind: 'every', everyMs: 900_000, timeZone: 'UTC', startAtMs: at('00:07:00') };
    expect(timesOf(timing, at('00:00:00'), at('00:30:00'))).toEqual(['00:07:00', '00:22:00']);
    expect(timesOf(timing, at('00:07:00'), at('00:30:00'))).toEqual(['00:22:00']);
  });

  it('is real time over a clock change', () => {
    const timing: Timing = { kind: 'every', everyMs: 3_600_000, timeZone: 'Europe/Berlin' };
    expect(timesOf(timing, at('00:00:00'), at('03:00:00'))).toEqual(['01:00:00', '02:00:00', '03:00:00']);
  });
});

describe('bounds', () => {
  it('leave out what is before the start and after the end, and keep both themselves', () => {
    const timing: Timing = {
      kind: 'cron',
      cron: '*/10 * * * *',
      timeZone: 'Asia/Kathmandu',
      startAtMs: at('01:05:00'),
      endAtMs: at('01:25:00'),
    };
    expect(timesOf(timing, at('00:00:00'), at('05:00:00'))).toEqual(['01:05:00', '01:15:00', '01:25:00']);
  });

  it('take an instant between two milliseconds', () => {
    const timing: Timing = { kind: 'cron', cron: '* * * * * *', timeZone: 'Europe/Berlin' };
    expect(timesOf(timing, at('01:05:00') + 0.5, at('01:05:02') + 0.5)).toEqual(['01:05:01', '01:05:02']);
  });
});
