import { expect, test } from 'vitest';
import { until } from './until.ts';

test('returns what the check answered as soon as it answers', async () => {
  let looks = 0;
  expect(await until(() => (looks += 1) === 3 && 'third', { what: 'the third look', everyMs: 1 })).toBe(
    'third',
  );
  expect(looks).toBe(3);
});

test('counts an answer of 0 or an empty text as an answer', async () => {
  expect(await until(() => 0, { what: 'a number' })).toBe(0);
});

test('says what it waited for and what it saw last', async () => {
  const check = () => Promise.reject(new Error('nobody home'));
  await expect(until(check, { timeoutMs: 30, everyMs: 5, what: 'an answer' })).rejects.toThrow(
    'waited 30 ms for an answer; saw last: nobody home',
  );
});
