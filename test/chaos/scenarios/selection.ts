import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { until } from '../../until.ts';
import type { Scenario } from '../scenario.ts';

/** Short ones that every run of the tests makes: what no other test does with a whole Nightshift. */
export const SELECTION: readonly Scenario[] = [
  {
    name: 'workers are killed between an effect and its record, twice',
    promise: 'exactly those jobs fail as ambiguous',
    needs: { carriedBy: 'rabbitmq', concurrency: 1, reconciles: false },
    fails: { ambiguous: 2 },
    async run(stack) {
      await stack.production.produce(2, { act: 'die-after-effect' });
      await stack.production.produce(20);
    },
  },
  {
    name: 'Redis is wiped under 600 jobs, the relay a process of its own',
    promise: 'everything is carried again',
    needs: { carriedBy: 'redis' },
    async run(stack) {
      await stack.production.produce(600, { busyMs: 20 });
      await stack.effectsAre(50);
      await stack.servers.redis.command('FLUSHALL');
      await stack.effectsAre(600, 60_000);
    },
  },
  {
    name: 'PostgreSQL dies under work as if the power had gone, and starts again at once',
    promise: 'no process ends, and work goes on',
    needs: { carriedBy: 'redis' },
    async run(stack) {
      const stop = stack.production.flow(50, { busyMs: 100 });
      await stack.effectsAre(30);
      await stack.servers.postgres.restart('immediate');
      await sleep(1_500);
      await stop();
      await stack.effectsAre(stack.production.accepted.size);
      expect(stack.workers.map(({ isRunning }) => isRunning)).toEqual([true, true]);
    },
  },
  {
    name: 'relays die between the confirmation of a broker and its record, 4 times',
    promise: 'what was sent is sent again, and runs once',
    needs: { carriedBy: 'redis', relays: 2, relayDiesPercent: 50 },
    async run(stack) {
      const isEnough = async () => {
        await stack.production.produce(5, { delayMs: 200 });
        return stack.relaysSoFar >= 6;
      };
      await until(isEnough, { what: 'four deaths', timeoutMs: 60_000, everyMs: 250 });
    },
  },
];
