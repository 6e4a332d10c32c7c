import { expect, test } from 'vitest';
import { choose, type OpenLine, type Quota } from '../../../src/ledger/turns/choose.ts';

function line(turnKey: string, ranks: readonly number[], quotas: readonly Quota[] = []): OpenLine {
  return { turnKey, quotas, jobs: ranks.map((rank) => ({ id: `${turnKey}${rank}`, rank })) };
}

function ids(lines: readonly OpenLine[], places: number): readonly string[] {
  return choose(lines, places).map(({ id }) => id);
}

test('takes one of each key after the other, however many a key has', () => {
  expect(ids([line('a', [1, 2, 3, 4]), line('b', [9]), line('c', [7, 8])], 6)).toEqual([
    'a1',
    'b9',
    'c7',
    'a2',
    'c8',
    'a3',
  ]);
});

test('takes the first by rank of all lines of a key', () => {
  expect(ids([line('', [2, 5]), line('', [1, 6]), line('', [3])], 4)).toEqual(['1', '2', '3', '5']);
});

test('passes over what a limit holds back, and counts what draws from the same limit together', () => {
  const shared = { left: 2 };
  expect(ids([line('a', [1, 3], [shared]), line('a', [2, 4], [shared]), line('a', [9])], 9)).toEqual([
    'a1',
    'a2',
    'a9',
  ]);
  expect(shared.left).toBe(0);
});
