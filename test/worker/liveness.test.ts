import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { silentLog } from '../../src/telemetry/log.ts';
import type { Line } from '../../src/worker/line.ts';
import { Liveness } from '../../src/worker/liveness.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** A worker with one line, in which so many messages are ready. */
function watch({ ready = 1, isHalted = false, hasFreeSlot = true, comesBack = false } = {}) {
  const seen = { rebuilt: 0, dead: [] as string[] };
  const line = {
    queue: { name: 'email' },
    isHalted,
    deliveries: 0,
    broker: { counts: async () => ({ ready, held: 0 }) },
    rebuild: async () => {
      seen.rebuilt += 1;
      if (comesBack) line.deliveries += 1;
    },
  };
  const liveness = new Liveness({
    // as: what it asks of a line is there
    lines: () => [line as unknown as Line],
    hasFreeSlot: () => hasFreeSlot,
    onDead: (why) => seen.dead.push(why),
    log: silentLog,
  });
  liveness.start();
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
  return { line, liveness, seen, pass };
}

test('a worker that is given nothing though jobs wait rebuilds its consumer once, and then gives up', async () => {
  const { liveness, seen, pass } = watch();
  await pass(29_000);
  expect(seen.rebuilt).toBe(0);
  await pass(7_000);
  expect(seen.rebuilt).toBe(1);
  expect(liveness.whyNotLive).toBeUndefined();
  await pass(30_000);
  expect(seen).toEqual({ rebuilt: 1, dead: [expect.stringContaining('queue email')] });
  expect(liveness.whyNotLive).toMatch(/jobs wait and a slot is free/);
  await pass(60_000);
  expect(seen.dead).toHaveLength(1);
  liveness.stop();
});

test('a consumer that delivers again after it was rebuilt is left alone', async () => {
  const { line, liveness, seen, pass } = watch({ comesBack: true });
  await pass(36_000);
  for (let round = 0; round < 12; round += 1) {
    line.deliveries += 1;
    await pass(10_000);
  }
  expect(seen).toEqual({ rebuilt: 1, dead: [] });
  liveness.stop();
});

test.each([
  ['its queue is empty', { ready: 0 }],
  ['its queue is paused', { isHalted: true }],
  ['every slot is taken', { hasFreeSlot: false }],
])('a worker lives while %s', async (_, state) => {
  const { liveness, seen, pass } = watch(state);
  await pass(200_000);
  expect(seen).toEqual({ rebuilt: 0, dead: [] });
  expect(liveness.whyNotLive).toBeUndefined();
  liveness.stop();
});

test('a broker that is away says nothing of a worker', async () => {
  const { line, liveness, seen, pass } = watch();
  line.broker.counts = () => Promise.reject(new Error('away'));
  await pass(200_000);
  expect(seen).toEqual({ rebuilt: 0, dead: [] });
  liveness.stop();
});
