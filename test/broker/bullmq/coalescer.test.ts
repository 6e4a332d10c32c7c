import { expect, it } from 'vitest';
import { Coalescer } from '../../../src/broker/bullmq/coalescer.ts';

function setUp(maxItems = 10, maxUnderWay = 1) {
  const groups: (readonly number[])[] = [];
  const coalescer = new Coalescer<number, string>(
    async (items) => {
      groups.push(items);
      await Promise.resolve();
      return items.map((item) => `answer to ${item}`);
    },
    maxItems,
    maxUnderWay,
  );
  return { groups, coalescer };
}

it('sends the first at once, and what comes meanwhile together', async () => {
  const { groups, coalescer } = setUp();
  const answers = await Promise.all([[1], [2, 3], [4]].map((items) => coalescer.add(items)));
  expect(groups).toEqual([[1], [2, 3, 4]]);
  expect(answers).toEqual([['answer to 1'], ['answer to 2', 'answer to 3'], ['answer to 4']]);
});

it('sends no more together than allowed, in order, except when one alone is more', async () => {
  const { groups, coalescer } = setUp(3);
  await Promise.all([[1], [2, 3], [4, 5], [6, 7, 8, 9], [10]].map((items) => coalescer.add(items)));
  expect(groups).toEqual([[1], [2, 3], [4, 5], [6, 7, 8, 9], [10]]);
});

it('starts again after it had nothing to do', async () => {
  const { groups, coalescer } = setUp();
  await coalescer.add([1]);
  await coalescer.add([2]);
  expect(groups).toEqual([[1], [2]]);
});

it('sends so many groups side by side as may be under way', async () => {
  const { groups, coalescer } = setUp(2, 2);
  await Promise.all([1, 2, 3, 4, 5].map((item) => coalescer.add([item])));
  expect(groups).toEqual([[1], [2], [3, 4], [5]]);
});
