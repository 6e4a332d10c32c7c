import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { cutAppendOnlyFile, measureAppendOnlyFile } from '../../faults/append-only-file.ts';
import { until } from '../../until.ts';
import type { Scenario } from '../scenario.ts';
import type { Stack } from '../stack.ts';

/** Nobody has restarted a worker, and none has restarted itself. */
function nobodyRestarted(stack: Stack): void {
  expect(stack.workers.map(({ isRunning }) => isRunning)).toEqual([true, true]);
}

/** Waits until every job so far has had its effect, and takes that for the end of the recovery. */
async function allAreDone(stack: Stack, timeoutMs = 90_000): Promise<void> {
  await stack.effectsAre(stack.production.accepted.size, timeoutMs);
  stack.recovered();
}

/** What the relay has noted of jobs that it had carried over again. */
async function carriedAgain({ servers }: Stack): Promise<number> {
  const [row] = await servers.postgres.query(
    'SELECT coalesce(sum(repeated + released), 0)::integer AS jobs FROM nightshift.recoveries',
  );
  return Number(row?.['jobs']);
}

async function wipe({ redis }: Stack['servers']): Promise<void> {
  await redis.kill();
  await redis.wipe();
  await redis.start();
}

export const REDIS_AWAY: readonly Scenario[] = [
  {
    name: 'Redis is killed for 15 s while workers have nothing to do',
    promise: 'work goes on within 5 s of its return, and nobody restarts anything',
    needs: { carriedBy: 'redis' },
    recoversWithinMs: 5_000,
    async run(stack) {
      await stack.production.produce(20);
      await stack.effectsAre(20);
      await stack.servers.redis.kill();
      await sleep(15_000);
      await stack.servers.redis.start();
      stack.healed();
      await stack.production.produce(20);
      await stack.effectsAre(40);
      nobodyRestarted(stack);
    },
  },
  {
    name: 'Redis is killed in the middle of 100 jobs',
    promise: 'work goes on within 5 s of its return, and nobody restarts anything',
    needs: { carriedBy: 'redis', concurrency: 50 },
    recoversWithinMs: 5_000,
    async run(stack) {
      await stack.production.produce(100, { busyMs: 4_000 });
      await stack.begunAre(100);
      await stack.servers.redis.kill();
      await stack.production.produce(100);
      await sleep(3_000);
      await stack.servers.redis.start();
      stack.healed();
      await stack.effectsAre(200);
      nobodyRestarted(stack);
    },
  },
  {
    name: 'Redis loses what it wrote last, as after a power cut',
    promise: 'recovery has everything carried again within 60 s, and says how much',
    needs: { carriedBy: 'redis' },
    recoversWithinMs: 60_000,
    async run(stack) {
      const { redis } = stack.servers;
      await stack.production.produce(500, { busyMs: 20 });
      await stack.effectsAre(50);
      const sizeBytes = await measureAppendOnlyFile(redis.data);
      await stack.production.produce(1_000, { busyMs: 20 });
      await stack.effectsAre(200);
      await redis.kill();
      await cutAppendOnlyFile(redis.data, sizeBytes);
      await redis.start();
      stack.healed();
      await allAreDone(stack);
      expect(await carriedAgain(stack)).toBeGreaterThan(0);
    },
  },
  {
    name: 'Redis comes back empty',
    promise: 'recovery has everything carried again within 60 s, and says how much',
    needs: { carriedBy: 'redis' },
    recoversWithinMs: 60_000,
    async run(stack) {
      await stack.production.produce(2_000, { busyMs: 20 });
      await stack.effectsAre(200);
      await wipe(stack.servers);
      stack.healed();
      await allAreDone(stack);
      expect(await carriedAgain(stack)).toBeGreaterThan(500);
    },
  },
  {
    name: 'Redis is wiped while it runs',
    promise: 'recovery has everything carried again within 60 s, and says how much',
    needs: { carriedBy: 'redis' },
    recoversWithinMs: 60_000,
    async run(stack) {
      await stack.production.produce(2_000, { busyMs: 20 });
      await stack.effectsAre(200);
      await stack.servers.redis.command('FLUSHALL');
      stack.healed();
      await allAreDone(stack);
      expect(await carriedAgain(stack)).toBeGreaterThan(500);
    },
  },
  {
    name: 'Redis is wiped and all workers are killed at the same time',
    promise: 'recovery has everything carried again within 60 s of the start of new workers',
    needs: { carriedBy: 'redis' },
    recoversWithinMs: 60_000,
    async run(stack) {
      await stack.production.produce(1_000, { busyMs: 50 });
      await stack.effectsAre(100);
      await Promise.all([wipe(stack.servers), ...stack.alive.map((worker) => worker.kill())]);
      await until(() => stack.alive.length === 2, { what: 'two new workers', timeoutMs: 30_000 });
      await Promise.all(stack.alive.map((worker) => worker.line(/^ready/)));
      stack.healed();
      await allAreDone(stack);
    },
  },
  {
    name: 'Redis is away when everything starts',
    promise:
      'recorded enqueues work, unrecorded ones have an answer within 2 s; work goes on within 5 s of its start',
    needs: { carriedBy: 'redis', beforeStart: ({ redis }) => redis.kill() },
    recoversWithinMs: 5_000,
    async run(stack) {
      const { production, servers } = stack;
      await production.produce(20);
      const refused = await production.enqueue('unrecorded');
      expect(refused.error?.code).toBe('BROKER_UNAVAILABLE');
      expect(refused.tookMs).toBeLessThan(2_500);
      await sleep(3_000);
      await servers.redis.start();
      stack.healed();
      await stack.effectsAre(20);
      nobodyRestarted(stack);
    },
  },
];
