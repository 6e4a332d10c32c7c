import { expect, test } from 'vitest';
import { cancel, completed, snooze } from '../../src/job/outcome.ts';
import { usableOutcome } from '../../src/worker/usable-outcome.ts';

test.each([completed(), completed({ n: 1 }), cancel('gone'), snooze(0), snooze(5_000)])(
  'takes %j',
  (outcome) => {
    expect(usableOutcome(outcome)).toBe(outcome);
  },
);

test('takes nothing for completed', () => {
  expect(usableOutcome(undefined)).toEqual({ kind: 'completed' });
});

test.each([
  [42, /must return completed/],
  [{ kind: 'done' }, /must return completed/],
  [completed({ at: new Date() } as never), /the result at at: a Date/],
  [cancel(undefined as never), /needs a text/],
  [snooze(-1), /snooze\(-1\) must be from 0/],
  [snooze(Number.NaN), /snooze\(NaN\) must be from 0/],
  [snooze(Number.POSITIVE_INFINITY), /snooze\(Infinity\) must be from 0/],
])('refuses %j', (value, expected) => {
  expect(() => usableOutcome(value)).toThrow(expected);
});
