import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { until } from '../../until.ts';
import type { Scenario } from '../scenario.ts';
import type { Stack } from '../stack.ts';

/** Waits until every job that this process had in hand has been begun by another. */
async function begunElsewhere(stack: Stack, numbers: readonly number[], sinceMs: number): Promise<void> {
  const isAgain = (n: number): boolean => (stack.effects.begunAt(n).at(-1) ?? 0) > sinceMs;
  await until(() => numbers.every(isAgain), {
    what: `jobs ${numbers.join()} to be begun again`,
    timeoutMs: 60_000,
    everyMs: 10,
  });
}

/** Kills one of four workers in the middle of its jobs, and measures until others have all of them. */
async function killOneOfFour(stack: Stack): Promise<void> {
  await stack.production.produce(50, { busyMs: 4_000 });
  await stack.begunAre(50);
  const victim = stack.pickWorker();
  const inHand = stack.effects.inHandOf(victim.pid);
  expect(inHand.length).toBeGreaterThan(0);
  stack.healed();
  const killedAtMs = performance.now();
  await victim.kill();
  await begunElsewhere(stack, inHand, killedAtMs);
  stack.recovered();
}

/** Four processes die between the effect and its record, each once for each of these jobs. */
async function dieAfterEffects(stack: Stack): Promise<void> {
  await stack.production.produce(6, { act: 'die-after-effect' });
  await stack.production.produce(30);
}

export const KILLED_WORKERS: readonly Scenario[] = [
  {
    name: 'a worker on Redis is killed in the middle of its jobs',
    promise: 'others run its jobs within 17 s',
    needs: { carriedBy: 'redis', workers: 4, concurrency: 25, isSupervised: false },
    recoversWithinMs: 17_000,
    run: killOneOfFour,
  },
  {
    name: 'a worker on RabbitMQ is killed in the middle of its jobs',
    promise: 'others run its jobs within 2 s',
    needs: { carriedBy: 'rabbitmq', workers: 4, concurrency: 25, isSupervised: false },
    recoversWithinMs: 2_000,
    run: killOneOfFour,
  },
  {
    name: 'a worker on BullMQ without Redis is killed in the middle of its jobs',
    promise: 'others run its jobs within 17 s',
    needs: { carriedBy: 'postgres', workers: 4, concurrency: 25, isSupervised: false },
    recoversWithinMs: 17_000,
    run: killOneOfFour,
  },
  {
    name: 'workers are killed between an effect and its record, and the world can be asked',
    promise: 'the second run finds the effect and does none',
    needs: { carriedBy: 'redis', workers: 3, concurrency: 1 },
    run: dieAfterEffects,
  },
  {
    name: 'workers are killed between an effect and its record, and nobody can be asked',
    promise: 'exactly those jobs fail as ambiguous',
    needs: { carriedBy: 'rabbitmq', workers: 3, concurrency: 1, reconciles: false },
    fails: { ambiguous: 6 },
    run: dieAfterEffects,
  },
  {
    name: 'all workers are killed under 5,000 jobs and come back 30 s later',
    promise: 'the first effect within 17 s of the start',
    needs: { carriedBy: 'redis', workers: 4, isSupervised: false },
    recoversWithinMs: 17_000,
    async run(stack) {
      await stack.production.produce(5_000, { busyMs: 5 });
      await stack.effectsAre(300);
      await Promise.all(stack.alive.map((worker) => worker.kill()));
      await sleep(30_000);
      const workers = [1, 2, 3, 4].map(() => stack.startWorker());
      await Promise.all(workers.map((worker) => worker.line(/^ready/, 60_000)));
      stack.healed();
    },
  },
  {
    name: 'a random quarter of the workers is killed every 20 s for 5 minutes',
    promise: 'nobody fails because of it',
    needs: { carriedBy: 'redis', workers: 4 },
    async run(stack) {
      const stop = stack.production.flow(200, { busyMs: 5 });
      for (let kills = 0; kills < 15; kills += 1) {
        await sleep(20_000);
        stack.healed();
        await stack.pickWorker().kill();
      }
      await stop();
    },
  },
  {
    name: 'SIGTERM comes while jobs of 5 s run, and while one of 60 s does',
    promise: 'exit status 0 within the grace of 10 s; short jobs end, the long one goes to another worker',
    needs: { carriedBy: 'redis', workers: 1, isSupervised: false },
    async run(stack) {
      const short = await stack.production.produce(8, { busyMs: 5_000 });
      const [long = -1] = await stack.production.produce(1, { busyMs: 60_000 });
      await stack.begunAre(9);
      const worker = stack.pickWorker();
      const askedAtMs = performance.now();
      worker.signal('SIGTERM');
      expect(await worker.ended).toEqual({ status: 0, signal: null });
      expect(performance.now() - askedAtMs).toBeLessThan(11_500);
      expect(short.every((n) => stack.effects.done.has(n))).toBe(true);
      await stack.startWorker().line(/^ready/, 60_000);
      stack.healed();
      await until(() => stack.effects.begunAt(long).length === 2, {
        what: 'the long job',
        timeoutMs: 30_000,
      });
      stack.recovered();
    },
  },
];
