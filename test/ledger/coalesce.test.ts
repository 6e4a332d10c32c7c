import { expect, test } from 'vitest';
import { type CoalesceOptions, coalesce } from '../../src/ledger/coalesce.ts';
import { LedgerUnavailableError } from '../../src/ledger/ledger-errors.ts';

function recorded(
  flush: (items: readonly number[]) => Promise<readonly number[]> = async (items) => items,
  options: CoalesceOptions = {},
) {
  const batches: number[][] = [];
  let underWay = 0;
  let most = 0;
  const ask = coalesce(
    async (items: readonly number[]) => {
      batches.push([...items]);
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setTimeout(resolve, 1));
      underWay -= 1;
      return flush(items);
    },
    { maxItems: 50, ...options },
  );
  return { ask, batches, most: () => most };
}

test('flushes what comes together at once, and what comes meanwhile with the next, never two at a time', async () => {
  const { ask, batches, most } = recorded();
  const first = [1, 2, 3].map(ask);
  await new Promise((resolve) => setImmediate(resolve));
  const then = [4, 5].map(ask);
  expect(await Promise.all([...first, ...then])).toEqual([1, 2, 3, 4, 5]);
  expect(batches).toEqual([
    [1, 2, 3],
    [4, 5],
  ]);
  expect(most()).toBe(1);
});

test('takes no more than so many at a time, in order', async () => {
  const { ask, batches } = recorded();
  await Promise.all(Array.from({ length: 120 }, (_, index) => ask(index)));
  expect(batches.map(({ length }) => length)).toEqual([50, 50, 20]);
  expect(batches.flat()).toEqual(Array.from({ length: 120 }, (_, index) => index));
});

test('lets the fault of one item reject that item alone', async () => {
  const { ask } = recorded((items) =>
    items.includes(2) ? Promise.reject(new Error('two is bad')) : Promise.resolve(items),
  );
  const answers = await Promise.allSettled([1, 2, 3].map(ask));
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

test('rejects all when PostgreSQL does not answer, and goes on afterwards', async () => {
  let isAway = true;
  const { ask, batches } = recorded((items) =>
    isAway ? Promise.reject(new LedgerUnavailableError('flush', 'away')) : Promise.resolve(items),
  );
  const answers = await Promise.allSettled([1, 2, 3].map(ask));
  expect(answers.every(({ status }) => status === 'rejected')).toBe(true);
  expect(batches).toHaveLength(1);
  isAway = false;
  expect(await ask(4)).toBe(4);
});

test('lets a crowd gather after a flush of a few', async () => {
  const { ask, batches } = recorded(undefined, { crowdWaitMs: 300 });
  await Promise.all([1, 2].map(ask));
  const third = ask(3);
  await new Promise((resolve) => setImmediate(resolve));
  await Promise.all([third, ask(4)]);
  expect(batches).toEqual([
    [1, 2],
    [3, 4],
  ]);
});

test('lets neither a lone item wait nor what comes after many', async () => {
  const { ask, batches } = recorded(undefined, { crowdWaitMs: 600_000 });
  expect(await ask(1)).toBe(1);
  expect(await ask(2)).toBe(2);
  await Promise.all(Array.from({ length: 16 }, (_, index) => ask(index)));
  expect(await ask(3)).toBe(3);
  expect(batches.map(({ length }) => length)).toEqual([1, 1, 16, 1]);
});
