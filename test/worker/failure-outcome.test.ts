import { expect, test } from 'vitest';
import { RetryLaterError } from '../../src/job/handler-errors.ts';
import { DEFAULT_RETRY_POLICY } from '../../src/job/retry-policy.ts';
import { failureOutcome } from '../../src/worker/failure-outcome.ts';

const known = {
  attempt: 1,
  maxAttempts: 1,
  policy: DEFAULT_RETRY_POLICY,
  redact: (text: string) => text,
  random: () => 0.5,
};

test.each(['40001', '40P01'])('a conflict in the database (%s) costs no attempt', (code) => {
  const thrown = Object.assign(new Error('deadlock detected'), { code });
  expect(failureOutcome({ ...known, thrown })).toEqual({ kind: 'snoozed', delayMs: 750 });
});

test('any other error of the database does', () => {
  const thrown = Object.assign(new Error('duplicate key'), { code: '23505' });
  expect(failureOutcome({ ...known, thrown })).toMatchObject({ kind: 'failed', reason: 'attempts' });
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, -5])(
  'a time to come back that is none (%d) leaves it to the policy',
  (afterMs) => {
    const thrown = new RetryLaterError('busy', { afterMs });
    expect(failureOutcome({ ...known, maxAttempts: 2, thrown })).toMatchObject({
      kind: 'retry',
      delayMs: 500,
      closesLimitMs: 0,
    });
  },
);
