import { expect, it } from 'vitest';
import { jitterOf } from '../../../src/schedule/firing/jitter.ts';

it('is the same for one due time, differs between due times, and stays below its bound', () => {
  const drawn = Array.from({ length: 500 }, (_, minute) =>
    jitterOf('reports.daily', minute * 60_000, 30_000),
  );
  expect(drawn).toEqual(drawn.map((_, minute) => jitterOf('reports.daily', minute * 60_000, 30_000)));
  expect(new Set(drawn).size).toBeGreaterThan(450);
  expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...drawn)).toBeLessThan(30_000);
  expect(drawn.filter((ms) => ms < 15_000).length).toBeGreaterThan(180);
});

it('is none without a bound', () => {
  expect(jitterOf('reports.daily', 60_000, 0)).toBe(0);
});
