import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { withChannel } from '../../broker/rabbitmq/open-test-broker.ts';
import { METHODS } from '../../faults/amqp-methods.ts';
import { until } from '../../until.ts';
import type { Scenario } from '../scenario.ts';
import type { Stack } from '../stack.ts';

/** Enqueues some jobs, and gives how long until the last of them is done. */
async function timeTen(stack: Stack): Promise<number> {
  const startedAtMs = performance.now();
  await stack.production.produce(10);
  await stack.effectsAre(stack.production.accepted.size, 30_000);
  return performance.now() - startedAtMs;
}

export const RABBITMQ_CONNECTIONS: readonly Scenario[] = [
  {
    name: 'the connection to RabbitMQ is cut at every step of its setting up',
    promise: 'consuming within 10 s each time, and nobody restarts anything',
    needs: { carriedBy: 'rabbitmq', throughProxy: true },
    async run(stack) {
      const { proxy } = stack.servers;
      await timeTen(stack);
      for (const bytes of Object.values(METHODS)) {
        const pattern = Uint8Array.from(bytes);
        proxy.toServer.cutBefore(pattern);
        proxy.toServer.cutAfter(pattern, { skip: 1 });
        proxy.toServer.loseReplyTo(pattern, { skip: 2 });
        proxy.cutAll();
        stack.healed();
        await until(() => [...proxy.toServer.cuts].every(({ cuts }) => cuts > 0), {
          what: 'three cuts',
          timeoutMs: 20_000,
        });
        expect(await timeTen(stack)).toBeLessThan(10_000);
        proxy.heal();
      }
      expect(stack.workers.map(({ isRunning }) => isRunning)).toEqual([true, true]);
    },
  },
  {
    name: 'queues of RabbitMQ are deleted under their consumers',
    promise: 'they are declared and consumed anew, and what was in them is carried again',
    needs: { carriedBy: 'rabbitmq' },
    recoversWithinMs: 5_000,
    async run(stack) {
      await stack.production.produce(300, { busyMs: 200 });
      await stack.effectsAre(20);
      await withChannel(stack.servers.rabbitMq.url, (channel) => channel.deleteQueue(stack.queues.recorded));
      stack.healed();
      await stack.effectsAre(300, 90_000);
      expect(stack.workers.map(({ isRunning }) => isRunning)).toEqual([true, true]);
    },
  },
  {
    name: 'the connections to RabbitMQ are half-open for 20 s',
    promise: 'publications have an answer in time, and work goes on within 5 s',
    needs: { carriedBy: 'rabbitmq', throughProxy: true },
    recoversWithinMs: 5_000,
    async run(stack) {
      const { production, servers } = stack;
      await timeTen(stack);
      servers.proxy.toServer.isBlackHole = true;
      servers.proxy.toClient.isBlackHole = true;
      for (let round = 0; round < 5; round += 1) {
        const [recorded, unrecorded] = await Promise.all([
          production.enqueue(),
          production.enqueue('unrecorded'),
        ]);
        expect(recorded.error).toBeUndefined();
        expect(unrecorded.error).toBeDefined();
        await sleep(2_000);
      }
      expect(production.slowestMs).toBeLessThan(2_600);
      servers.proxy.heal();
      stack.healed();
      await timeTen(stack);
    },
  },
  {
    name: 'jobs are published to a queue of RabbitMQ that is gone',
    promise: 'the queue is made anew and has every one of them; none counts as sent without',
    needs: { carriedBy: 'rabbitmq', workers: 0 },
    async run(stack) {
      const { rabbitMq } = stack.servers;
      await stack.production.flood(1);
      await stack.production.produce(1);
      await withChannel(rabbitMq.url, async (channel) => {
        await channel.deleteQueue(stack.queues.recorded);
        await channel.purgeQueue(stack.queues.recorded).catch(() => {});
      });
      await stack.production.produce(50);
      stack.startWorker();
      stack.startWorker();
    },
  },
  {
    name: "a handler takes longer than RabbitMQ's consumer timeout",
    promise: 'its effect is done once, others run, and the log says what to raise',
    needs: {
      carriedBy: 'rabbitmq',
      workers: 1,
      beforeStart: async ({ rabbitMq }) => {
        const shorten =
          '[application:set_env(rabbit, K, V) || {K, V} <- [{consumer_timeout, 4000}, {channel_tick_interval, 500}]].';
        await rabbitMq.ctl('eval', shorten);
      },
    },
    async run(stack) {
      await stack.production.produce(3, { busyMs: 12_000 });
      await stack.begunAre(3);
      const [worker] = stack.alive;
      await worker?.line(/consumer_timeout/, 20_000);
      await stack.production.produce(20);
      await stack.effectsAre(23, 60_000);
    },
  },
];
