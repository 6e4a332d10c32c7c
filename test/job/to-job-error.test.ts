import { expect, test } from 'vitest';
import { toJobError } from '../../src/job/to-job-error.ts';

test('tells what caused an error, however deep, with the secrets taken out', () => {
  const refused = new Error('connect ECONNREFUSED to s3cret');
  const thrown = new TypeError('fetch failed', { cause: new AggregateError([refused], 'all failed') });
  const { message, stack } = toJobError(thrown, (text) => text.replaceAll('s3cret', '***'));
  expect(message).toBe('fetch failed');
  expect(stack).toMatch(
    /fetch failed[^]*caused by: AggregateError: all failed[^]*caused by: Error: connect ECONNREFUSED to \*\*\*/,
  );
});

test('ends at a circle of causes', () => {
  const thrown = new Error('round');
  thrown.cause = thrown;
  expect(toJobError(thrown).stack?.split('caused by').length).toBe(5);
});
