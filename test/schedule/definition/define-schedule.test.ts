import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineJob } from '../../../src/job/job-definition.ts';
import { defineSchedule } from '../../../src/schedule/definition/define-schedule.ts';

const sendReport = defineJob({
  name: 'reports.send-report',
  queue: 'reports',
  payload: z.strictObject({ kind: z.string() }),
  run: () => {},
});
const daily = { name: 'reports.daily', job: sendReport, payload: { kind: 'sales' } };

describe('defineSchedule', () => {
  it('fills in the defaults', () => {
    expect(defineSchedule({ ...daily, cron: ' 0  6 * * * ', timeZone: 'Europe/Berlin' })).toEqual({
      ...daily,
      timing: { kind: 'cron', cron: '0 6 * * *', timeZone: 'Europe/Berlin' },
      misfire: 'latest',
      graceMs: 15_000,
      overlap: 'allow',
      jitterMs: 0,
      toleranceMs: 60_000,
    });
  });

  it('counts an interval from startAt', () => {
    const startAt = new Date('2026-01-01T00:07:00Z');
    expect(defineSchedule({ ...daily, every: '15m', startAt }).timing).toEqual({
      kind: 'every',
      everyMs: 900_000,
      timeZone: 'UTC',
      startAtMs: startAt.getTime(),
    });
  });

  it('lists everything that is wrong at once', () => {
    const define = () =>
      defineSchedule({
        ...daily,
        name: 'Reports daily',
        cron: '0 25 * * *',
        timeZone: 'Europe/Berlim',
        graceMs: -1,
        startAt: new Date('2026-02-01'),
        endAt: new Date('2026-01-01'),
      });
    expect(define).toThrow(
      /Schedule "Reports daily" is not usable:\n- name must .*\n- cron hour "25" .*\n {4}0 25 \* \* \*\n {6}\^\^\n- timeZone "Europe\/Berlim" .* did you mean "Europe\/Berlin"\?\n- endAt must .*\n- graceMs -1 /s,
    );
  });

  it.each(['15', '1.5h', '-5m', '0m', '5 m', '400d'])('refuses every %j', (every) => {
    expect(() => defineSchedule({ ...daily, every })).toThrow(/expected a whole number with s, m, h or d/);
  });

  it('refuses an offset as a time zone, which knows of no summer time', () => {
    expect(() => defineSchedule({ ...daily, cron: '0 6 * * *', timeZone: '+02:00' })).toThrow(/is an offset/);
  });

  it('refuses what its types would have refused', () => {
    const wrong = { timezone: 'UTC', misfire: 'some', overlap: 'no', endAt: '2030-01-01', job: undefined };
    expect(() => defineSchedule({ ...daily, cron: '0 6 * * *', ...wrong } as never)).toThrow(
      /timezone is unknown; did you mean timeZone\?.*job must be.*misfire "some".*overlap "no".*endAt must be a valid Date/s,
    );
  });

  it('checks the payload by its type', () => {
    // @ts-expect-error kind must be a string
    defineSchedule({ ...daily, payload: { kind: 7 }, cron: '0 6 * * *' });
    // @ts-expect-error not both
    expect(() => defineSchedule({ ...daily, cron: '0 6 * * *', every: '5m' })).toThrow(
      /either cron or every/,
    );
  });
});
