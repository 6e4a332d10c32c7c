import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { until } from '../../until.ts';
import { readMetric } from '../read-metric.ts';
import type { Scenario } from '../scenario.ts';

export const TROUBLED_WORKERS: readonly Scenario[] = [
  {
    name: 'a worker is frozen for 30 s in the middle of its jobs',
    promise: 'another runs them within 17 s; what the frozen one does late is refused',
    needs: { carriedBy: 'redis', isSupervised: false },
    recoversWithinMs: 17_000,
    async run(stack) {
      await stack.production.produce(20, { busyMs: 6_000 });
      await stack.begunAre(20);
      const frozen = stack.pickWorker();
      const inHand = stack.effects.inHandOf(frozen.pid);
      expect(inHand.length).toBeGreaterThan(0);
      frozen.freeze();
      stack.healed();
      const frozenAtMs = performance.now();
      await until(() => inHand.every((n) => (stack.effects.begunAt(n).at(-1) ?? 0) > frozenAtMs), {
        what: 'another worker to begin them',
        timeoutMs: 40_000,
      });
      stack.recovered();
      await sleep(Math.max(0, 30_000 - (performance.now() - frozenAtMs)));
      frozen.thaw();
      const [more = -1] = await stack.production.produce(20);
      await until(() => stack.effects.done.has(more), { what: 'work after the thaw' });
    },
  },
  {
    name: 'a handler blocks its event loop for 20 s',
    promise: 'its neighbours run elsewhere within 17 s; the metric of the event loop says so',
    needs: { carriedBy: 'redis', isSupervised: false },
    recoversWithinMs: 17_000,
    async run(stack) {
      const slow = await stack.production.produce(10, { busyMs: 4_000 });
      const [spinner = -1] = await stack.production.produce(1, { act: 'spin' });
      await until(() => stack.effects.begunAt(spinner).length === 1, {
        what: 'the blocking handler',
        timeoutMs: 20_000,
      });
      stack.healed();
      await until(() => stack.effects.done.has(spinner), { what: 'the blocked job', timeoutMs: 60_000 });
      stack.recovered();
      await until(() => slow.every((n) => stack.effects.done.has(n)), {
        what: 'its neighbours',
        timeoutMs: 60_000,
      });
      const lags = await until(
        async () => {
          const seen = await Promise.all(
            stack.alive.map((one) => readMetric(one, 'nightshift_nodejs_eventloop_lag_max_seconds')),
          );
          return Math.max(...seen) > 5 && seen;
        },
        { what: 'a lag of more than 5 s', timeoutMs: 40_000, everyMs: 500 },
      );
      expect(Math.max(...lags)).toBeGreaterThan(5);
    },
  },
  {
    name: 'a job kills every process that runs it, among 1,000 others',
    promise: 'it fails as poison at its fourth death, and the others are done',
    needs: { carriedBy: 'redis', workers: 2 },
    fails: { poison: 1 },
    async run(stack) {
      await stack.production.produce(100);
      const [bomb = -1] = await stack.production.produce(1, { act: 'die' });
      await stack.production.produce(900);
      await until(() => stack.effects.begunAt(bomb).length >= 4, { what: 'four deaths', timeoutMs: 120_000 });
    },
  },
  {
    name: 'a job throws each time',
    promise: 'exactly five runs, each after a wait within its range, and the next job is not held up',
    needs: { carriedBy: 'redis', workers: 1, concurrency: 1 },
    fails: { attempts: 1 },
    async run(stack) {
      const [thrower = -1] = await stack.production.produce(1, { act: 'throw' });
      const [next = -1] = await stack.production.produce(1);
      await until(() => stack.effects.done.has(next), { what: 'the next job' });
      expect(stack.effects.begunAt(thrower).length).toBeLessThan(5);
      await until(() => stack.effects.begunAt(thrower).length === 5, {
        what: 'five runs',
        timeoutMs: 30_000,
      });
      const atMs = stack.effects.begunAt(thrower);
      const waits = atMs.slice(1).map((at, before) => at - (atMs[before] ?? 0));
      for (const [at, waitMs] of waits.entries()) expect(waitMs).toBeLessThan(400 * 2 ** at + 1_500);
      await sleep(4_000);
      expect(stack.effects.begunAt(thrower)).toHaveLength(5);
    },
  },
  {
    name: 'handlers never end and ignore their signal',
    promise: 'they fail as stuck, and their slots are free again',
    needs: { carriedBy: 'redis', workers: 1, concurrency: 2 },
    fails: { stuck: 2 },
    async run(stack) {
      await stack.production.produceHanging(2);
      const [next = -1] = await stack.production.produce(1);
      await until(() => stack.effects.done.has(next), { what: 'a job after them', timeoutMs: 30_000 });
    },
  },
  {
    name: 'a job eats all memory of every process that runs it',
    promise: 'it fails as poison at its fourth death, and the others are done',
    needs: { carriedBy: 'rabbitmq', workers: 2, nodeArgs: ['--max-old-space-size=160'] },
    fails: { poison: 1 },
    settlesWithinMs: 240_000,
    async run(stack) {
      const [bomb = -1] = await stack.production.produce(1, { act: 'bomb' });
      await stack.production.produce(200);
      await until(() => stack.effects.begunAt(bomb).length >= 4, { what: 'four deaths', timeoutMs: 240_000 });
    },
  },
];
