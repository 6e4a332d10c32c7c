import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isJobId, jobIdTimeMs, newJobId } from '../../src/job/job-id.ts';
import { canMove, isEnded, JOB_STATES, TRANSITIONS } from '../../src/job/job-state.ts';
import { retryDelayMs } from '../../src/job/retry-policy.ts';
import { toJobError } from '../../src/job/to-job-error.ts';

test('job ids are UUIDs of version 7 that sort by time and give it back', () => {
  const future = Date.now() + 1_000_000;
  const early = newJobId(future);
  const late = newJobId(future + 1);
  expect(isJobId(early)).toBe(true);
  expect(early[14]).toBe('7');
  expect(early < late).toBe(true);
  expect(jobIdTimeMs(early)).toBe(future);
});

test('a hundred thousand ids of one millisecond are all different, and in the order they were made', () => {
  const now = Date.now();
  const ids = Array.from({ length: 100_000 }, () => newJobId(now));
  expect(ids).toEqual([...new Set(ids)].toSorted());
});

test('the wait before a retry stays within full jitter', () => {
  const policy = { maxAttempts: 50, baseDelayMs: 1_000, maxDelayMs: 60_000 };
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2_000 }),
      fc.double({ min: 0, max: 0.999_999, noNaN: true }),
      (attempt, random) => {
        const delay = retryDelayMs(policy, attempt, () => random);
        expect(delay).toBeGreaterThanOrEqual(0);
        expect(delay).toBeLessThan(Math.min(60_000, 1_000 * 2 ** (attempt - 1)) + 1);
      },
    ),
  );
});

test('nothing leads out of a state that has ended but a person', () => {
  expect(JOB_STATES.filter((state) => isEnded(state) && TRANSITIONS[state].length > 0)).toEqual([
    'cancelled',
    'failed',
  ]);
  expect(canMove('completed', 'waiting')).toBe(false);
  expect(canMove('failed', 'waiting')).toBe(true);
});

test.each([
  ['an error', new TypeError('bad'), { name: 'TypeError', message: 'bad' }],
  [
    'an error with a code',
    Object.assign(new Error('no'), { code: 'ECONNREFUSED' }),
    { code: 'ECONNREFUSED' },
  ],
  ['text', 'just text', { name: 'NonError', message: 'just text' }],
  ['an object', { why: 1 }, { message: '{"why":1}' }],
  ['undefined', undefined, { message: 'undefined' }],
  ['NUL and half a pair', new Error('a\u0000b\ud800'), { message: 'a\uFFFDb\uFFFD' }],
])('keeps %s as plain data', (_, thrown, expected) => {
  expect(toJobError(thrown)).toMatchObject(expected);
});
