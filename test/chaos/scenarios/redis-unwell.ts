import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { until } from '../../until.ts';
import type { Scenario } from '../scenario.ts';
import type { Stack } from '../stack.ts';

/** Enqueues of both kinds go on while `harm` lasts; the recorded ones all succeed, and each has an answer in time. */
async function enqueueThrough(stack: Stack, harm: () => Promise<unknown>, withinMs: number): Promise<void> {
  const { production } = stack;
  const stops = [production.flow(20), production.flow(20, { kind: 'unrecorded' })];
  await stack.effectsAre(40);
  await harm();
  stack.healed();
  await sleep(3_000);
  for (const stop of stops) await stop();
  expect(production.errorCodes('recorded')).toEqual([]);
  expect(production.slowestMs).toBeLessThan(withinMs);
}

export const REDIS_UNWELL: readonly Scenario[] = [
  {
    name: 'Redis is frozen for longer than its locks last',
    promise: 'recorded enqueues go on, unrecorded ones have an answer within 2 s, work goes on within 5 s',
    needs: { carriedBy: 'redis' },
    recoversWithinMs: 5_000,
    async run(stack) {
      await stack.production.produce(20, { busyMs: 12_000 });
      const { redis } = stack.servers;
      await enqueueThrough(stack, () => redis.command('DEBUG', 'SLEEP', '15'), 2_600);
    },
  },
  {
    name: 'Redis is out of memory for 20 s',
    promise: 'recorded enqueues go on, unrecorded ones are refused at once, and it resumes alone',
    needs: { carriedBy: 'redis' },
    recoversWithinMs: 5_000,
    async run(stack) {
      const { redis } = stack.servers;
      await stack.production.produce(4, { busyMs: 15_000 });
      await stack.begunAre(4);
      await enqueueThrough(
        stack,
        async () => {
          await redis.configSet('maxmemory', '1mb');
          const refused = await stack.production.enqueue('unrecorded');
          expect(refused).toMatchObject({ error: { code: 'BROKER_UNAVAILABLE' } });
          expect(refused.tookMs).toBeLessThan(1_000);
          await sleep(20_000);
          await redis.configSet('maxmemory', '0');
        },
        2_600,
      );
      expect(stack.production.errorCodes('unrecorded')).toEqual(['BROKER_UNAVAILABLE']);
    },
  },
  {
    name: 'Redis evicts keys',
    promise: 'a worker refuses to start, with the name of the setting and the remedy',
    needs: {
      carriedBy: 'redis',
      workers: 0,
      isSupervised: false,
      beforeStart: ({ redis }) => redis.configSet('maxmemory-policy', 'allkeys-lru'),
    },
    async run(stack) {
      await stack.production.produce(5);
      const refusing = stack.startWorker();
      expect((await refusing.ended).status).not.toBe(0);
      expect(refusing.lines.join('\n')).toMatch(/allkeys-lru.*maxmemory-policy noeviction/);
      await stack.servers.redis.configSet('maxmemory-policy', 'noeviction');
      stack.startWorker();
    },
  },
  {
    name: "Redis's disk is full",
    promise: 'recorded enqueues go on, and work goes on when there is space again',
    needs: { carriedBy: 'redis', redisDiskBytes: 24 << 20 },
    recoversWithinMs: 10_000,
    async run(stack) {
      const { redis } = stack.servers;
      const ballast = join(redis.data, 'ballast');
      await writeFile(ballast, Buffer.alloc(12 << 20));
      await enqueueThrough(
        stack,
        async () => {
          const chunk = 'x'.repeat(1 << 20);
          const write = () => redis.command('APPEND', 'big', chunk).then(() => undefined, String);
          const refusal = await until(write, { timeoutMs: 20_000, what: 'a refusal' });
          expect(refusal).toMatch(/MISCONF|disk/i);
          await sleep(5_000);
          await truncate(ballast, 0);
          await until(() => redis.command('SET', 'probe', '1'), { what: 'Redis to write again' });
        },
        2_600,
      );
    },
  },
  {
    name: 'the connections to Redis are half-open for 8 s',
    promise: 'the next job runs within 20 s, and nobody restarts anything',
    needs: { carriedBy: 'redis', throughProxy: true },
    recoversWithinMs: 20_000,
    async run(stack) {
      const { proxy } = stack.servers;
      await stack.production.produce(10);
      await stack.effectsAre(10);
      proxy.toServer.isBlackHole = true;
      proxy.toClient.isBlackHole = true;
      await sleep(8_000);
      proxy.heal();
      stack.healed();
      await stack.production.produce(10);
      await stack.effectsAre(20);
      expect(stack.workers.map(({ isRunning }) => isRunning)).toEqual([true, true]);
    },
  },
  {
    name: 'the path to Redis has 200 ms of latency and cuts everything into 7 bytes, for 60 s',
    promise: 'every job is begun once: no lock is lost',
    needs: { carriedBy: 'redis', throughProxy: true },
    async run(stack) {
      const { proxy } = stack.servers;
      const slow = { latencyMs: 200, jitterMs: 100, sliceBytes: 7 };
      Object.assign(proxy.toServer, slow);
      Object.assign(proxy.toClient, slow);
      const stop = stack.production.flow(4, { busyMs: 2_000 });
      await sleep(60_000);
      await stop();
      proxy.heal();
      await stack.effectsAre(stack.production.accepted.size, 60_000);
      const begun = stack.effects.told.filter(({ verb }) => verb === 'begin');
      expect(begun).toHaveLength(stack.production.accepted.size);
    },
  },
  {
    name: 'the reply to an enqueue is lost, 50 times',
    promise: 'one job for each key, as long as nobody has run it',
    needs: { carriedBy: 'redis', throughProxy: true, workers: 0 },
    async run(stack) {
      const { proxy } = stack.servers;
      for (let round = 1; round <= 50; round += 1) {
        const cut = proxy.toServer.loseReplyTo('chaos.flood');
        await stack.production.insist();
        expect(cut.cuts).toBe(1);
      }
      stack.startWorker();
      await stack.effectsAre(50);
      await sleep(2_000);
      expect([...stack.effects.flooded.values()].filter((times) => times !== 1)).toEqual([]);
    },
  },
  {
    name: 'a worker goes quiet though its connections look well',
    promise: 'it takes up its consumer afresh within 60 s',
    needs: { carriedBy: 'redis', workers: 1 },
    recoversWithinMs: 60_000,
    async run(stack) {
      await stack.production.produce(5);
      await stack.effectsAre(5);
      stack.pickWorker().signal('SIGUSR2');
      await sleep(1_000);
      stack.healed();
      await stack.production.produce(5);
      await stack.effectsAre(10, 70_000);
      expect(stack.workers).toHaveLength(1);
    },
  },
  {
    name: 'a worker goes quiet for good',
    promise: 'it exits within 65 s and says why, and its supervisor starts another',
    needs: { carriedBy: 'redis', workers: 1, consumersStayDropped: true },
    recoversWithinMs: 80_000,
    async run(stack) {
      await stack.production.produce(5);
      await stack.effectsAre(5);
      const quiet = stack.pickWorker();
      quiet.signal('SIGUSR2');
      await sleep(1_000);
      stack.healed();
      await stack.production.produce(5);
      await quiet.line(/^dead: nothing was delivered from queue chaos /, 70_000);
      expect((await quiet.ended).status).toBe(1);
      await stack.effectsAre(10);
    },
  },
];
