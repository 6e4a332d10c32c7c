import { CronExpressionParser } from 'cron-parser';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueTimes } from '../../../src/schedule/timing/due-times.ts';
import { nextDueMs } from '../../../src/schedule/timing/next-due.ts';
import type { Timing } from '../../../src/schedule/timing/timing.ts';
import { bruteForce } from './brute-force.ts';
import { clockChanges, FIRST_MS, LAST_MS, ZONES } from './clock-changes.ts';
import { fiveFields, type KnownCron, sixFields } from './cron-arbitrary.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const PATTERNS = 3_000;
const SEED = 20_240_331;

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

describe('the due times of 3,000 seeded expressions, 2024 to 2030', { timeout: 60_000 }, () => {
  it('are those of a walk through every minute', () => {
    fc.assert(
      fc.property(fiveFields, window(1.5 * DAY_MS), (cron, { timeZone, fromMs, toMs }) => {
        const expected = bruteForce(cron, timeZone, { fromMs, toMs, stepMs: MINUTE_MS });
        expect([...dueTimes(timingOf(cron, timeZone), fromMs, toMs)]).toEqual(expected);
      }),
      { numRuns: PATTERNS, seed: SEED },
    );
  });

  it('are those of a walk through every second', () => {
    fc.assert(
      fc.property(sixFields, window(3 * 3_600_000), (cron, { timeZone, fromMs, toMs }) => {
        const expected = bruteForce(cron, timeZone, { fromMs, toMs, stepMs: 1_000 }).slice(0, 200);
        const due = [];
        for (const ms of dueTimes(timingOf(cron, timeZone), fromMs, toMs)) {
          if (due.push(ms) === 200) break;
        }
        expect(due).toEqual(expected);
      }),
      { numRuns: 300, seed: SEED },
    );
  });

  it('do not depend on where the question starts', () => {
    fc.assert(
      fc.property(
        fiveFields,
        window(2 * DAY_MS),
        fc.nat(2 * DAY_MS),
        (cron, { timeZone, fromMs, toMs }, inside) => {
          const askedAtMs = fromMs + inside;
          const expected = bruteForce(cron, timeZone, { fromMs, toMs, stepMs: MINUTE_MS }).find(
            (ms) => ms > askedAtMs,
          );
          const due = nextDueMs({ ...timingOf(cron, timeZone), endAtMs: toMs }, askedAtMs);
          expect(due).toBe(expected);
        },
      ),
      { numRuns: 1_000, seed: SEED },
    );
  });

  it('are strictly increasing over the years', () => {
    fc.assert(
      fc.property(fiveFields, fc.constantFrom(...ZONES), (cron, timeZone) => {
        let lastMs = FIRST_MS;
        for (const change of [...clockChanges(timeZone).slice(0, 4), LAST_MS]) {
          const next = nextDueMs(timingOf(cron, timeZone), lastMs);
          if (next === undefined) break;
          expect(next).toBeGreaterThan(lastMs);
          lastMs = Math.max(next, change);
        }
      }),
      { numRuns: 300, seed: SEED },
    );
  });

  it('are those of cron-parser, days away from a clock change', () => {
    fc.assert(
      fc.property(fiveFields, fc.constantFrom('Asia/Kathmandu', 'Asia/Tokyo'), (cron, timeZone) => {
        const other = CronExpressionParser.parse(cron.text, {
          tz: timeZone,
          currentDate: new Date(FIRST_MS),
        });
        const due = dueTimes(timingOf(cron, timeZone), FIRST_MS);
        for (let count = 0; count < 5; count++) expect(due.next().value).toBe(other.next().getTime());
      }),
      { numRuns: 300, seed: SEED },
    );
  });

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

function timingOf({ text }: KnownCron, timeZone: string): Timing {
  return { kind: 'cron', cron: text, timeZone };
}

/** A stretch of time in one of the zones; two of three hold a clock change, where the zone has any. */
function window(lengthMs: number) {
  return fc.constantFrom(...ZONES).chain((timeZone) => {
    const anywhere = fc.integer({ min: FIRST_MS / MINUTE_MS, max: (LAST_MS - lengthMs) / MINUTE_MS });
    const changes = clockChanges(timeZone);
    const atChange =
      changes.length === 0
        ? anywhere
        : fc
            .tuple(fc.constantFrom(...changes), fc.nat(lengthMs / MINUTE_MS))
            .map(([changeMs, before]) => changeMs / MINUTE_MS - before);
    return fc
      .oneof({ weight: 1, arbitrary: anywhere }, { weight: 2, arbitrary: atChange })
      .map((minute) => ({ timeZone, fromMs: minute * MINUTE_MS, toMs: minute * MINUTE_MS + lengthMs }));
  });
}
