import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { dueTimes } from '../../../src/schedule/timing/due-times.ts';
import { latestDueMs, newestDueTimes } from '../../../src/schedule/timing/latest-due.ts';
import type { Timing } from '../../../src/schedule/timing/timing.ts';
import { FIRST_MS } from './clock-changes.ts';
import { fiveFields } from './cron-arbitrary.ts';

const DAY_MS = 86_400_000;

it('finds the last due times without walking through all of them', () => {
  fc.assert(
    fc.property(fiveFields, fc.nat(7 * 365), (cron, day) => {
      const timing: Timing = { kind: 'cron', cron: cron.text, timeZone: 'Europe/Berlin' };
      const fromMs = FIRST_MS + day * DAY_MS;
      const all = [...dueTimes(timing, fromMs, fromMs + DAY_MS)];
      expect(latestDueMs(timing, fromMs, fromMs + DAY_MS)).toBe(all.at(-1));
      expect(newestDueTimes(timing, fromMs, fromMs + DAY_MS, 3)).toEqual(all.slice(-3));
    }),
    { numRuns: 200, seed: 1 },
  );
});

it('finds the last of a year of seconds at once', () => {
  const timing: Timing = { kind: 'cron', cron: '* * * * * *', timeZone: 'Europe/Berlin' };
  expect(latestDueMs(timing, FIRST_MS, FIRST_MS + 365 * DAY_MS + 999)).toBe(FIRST_MS + 365 * DAY_MS);
});
