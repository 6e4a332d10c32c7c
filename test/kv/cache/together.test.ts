import { expect, test } from 'vitest';
import { together } from '../../../src/kv/cache/together.ts';

function openTogether() {
  const questions: (readonly string[])[] = [];
  const ask = together(async (keys) => {
    questions.push(keys);
    if (keys.includes('wrong')) throw new Error('refused');
    return keys.map((key) => `value of ${key}`);
  });
  return { ask, questions };
}

test('sends what is asked in one turn as one question, and gives each its own answers', async () => {
  const { ask, questions } = openTogether();
  const answers = await Promise.all([
    ask(['a', 'b']),
    ask([]),
    ask(['a']),
    Promise.resolve().then(() => ask(['c'])),
  ]);
  expect(answers).toEqual([['value of a', 'value of b'], [], ['value of a'], ['value of c']]);
  expect(questions).toEqual([['a', 'b', 'a', 'c']]);
  expect(await ask(['d'])).toEqual(['value of d']);
  expect(questions).toHaveLength(2);
});

test('keeps questions small, and still answers in order', async () => {
  const { ask, questions } = openTogether();
  const keys = Array.from({ length: 450 }, (_, at) => String(at));
  const answers = await Promise.all(keys.map((key) => ask([key])));
  expect(answers).toEqual(keys.map((key) => [`value of ${key}`]));
  expect(questions.map(({ length }) => length)).toEqual([200, 200, 50]);
});

test('refuses everybody whose question was refused, and nobody after them', async () => {
  const { ask } = openTogether();
  const [one, other] = [ask(['wrong']), ask(['a'])];
  await expect(one).rejects.toThrow('refused');
  await expect(other).rejects.toThrow('refused');
  expect(await ask(['a'])).toEqual(['value of a']);
});
