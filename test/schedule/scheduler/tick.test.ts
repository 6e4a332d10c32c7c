import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startTick, type Tick } from '../../../src/schedule/scheduler/tick.ts';

let ticks: number[];
let tick: Tick;

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-06-01T12:00:00.300Z') });
  ticks = [];
  tick = startTick(() => ticks.push(Date.now() % 60_000));
});
afterEach(async () => {
  await tick.stop();
  vi.useRealTimers();
});

it('ticks at the start of each second', async () => {
  await vi.advanceTimersByTimeAsync(3_000);
  expect(ticks).toEqual([1_000, 2_000, 3_000]);
});

it.each([-3_600_000, 3_600_000])('goes on ticking when the clock is set by %i ms', async (stepMs) => {
  await vi.advanceTimersByTimeAsync(2_000);
  vi.setSystemTime(Date.now() + stepMs);
  ticks = [];
  await vi.advanceTimersByTimeAsync(10_000);
  expect(ticks.length).toBeGreaterThanOrEqual(8);
});

it('ticks no more once it is stopped', async () => {
  await tick.stop();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(ticks).toEqual([]);
});
