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

describe('the due times of 3,000 seeded expressions, 2024 to 2030', { timeout: 120_000 }, () => {
  it('are those of a walk through every minute', () => {
    fc.assert(
      fc.property(fiveFields, window(DAY_MS / 2), (cron, { timeZone, fromMs, toMs }) => {
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
