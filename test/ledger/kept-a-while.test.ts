import { expect, test } from 'vitest';
import { keptAWhile } from '../../src/ledger/kept-a-while.ts';

function counted(costMs: number) {
  let nowMs = 0;
  let asked = 0;
  let isBroken = false;
  const ask = keptAWhile(
    async () => {
      asked += 1;
      nowMs += costMs;
      if (isBroken) throw new Error('broken');
      return asked;
    },
    () => nowMs,
  );
  return {
    ask,
    pass: (ms: number) => {
      nowMs += ms;
    },
    break: () => {
      isBroken = true;
    },
  };
}

test('keeps a cheap answer for a second', async () => {
  const { ask, pass } = counted(1);
  expect(await ask()).toBe(1);
  pass(900);
  expect(await ask()).toBe(1);
  pass(200);
  expect(await ask()).toBe(2);
});

test('keeps a costly answer for twenty times its cost', async () => {
  const { ask, pass } = counted(500);
  await ask();
  pass(9_000);
  expect(await ask()).toBe(1);
  pass(1_001);
  expect(await ask()).toBe(2);
});

test('asks once for all who ask meanwhile, and keeps no failure', async () => {
  const broken = counted(1);
  broken.break();
  const answers = await Promise.allSettled([broken.ask(), broken.ask()]);
  expect(answers.every(({ status }) => status === 'rejected')).toBe(true);
  const fine = counted(1);
  expect(await Promise.all([fine.ask(), fine.ask()])).toEqual([1, 1]);
});
