import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { until } from '../../until.ts';
import type { Scenario } from '../scenario.ts';
import type { Stack } from '../stack.ts';

const BOTH_KINDS = { recorded: 100, unrecorded: 100 };

/** Enqueues of both kinds go on, 200 a second, while `harm` lasts and 3 s longer; recorded ones all succeed. */
async function enqueueThrough(stack: Stack, harm: () => Promise<void>, rates = BOTH_KINDS): Promise<void> {
  const { production } = stack;
  const stops = [production.flow(rates.recorded), production.flow(rates.unrecorded, { kind: 'unrecorded' })];
  await stack.effectsAre(200);
  await harm();
  await sleep(3_000);
  for (const stop of stops) await stop();
  expect(production.errorCodes('recorded')).toEqual([]);
  expect(production.slowestMs).toBeLessThan(2_600);
}

/** How long until an effect that was asked for after now. */
async function nextEffect(stack: Stack): Promise<number> {
  const sinceMs = performance.now();
  const atMs = await until(() => stack.effects.firstAfter(sinceMs), {
    what: 'an effect',
    timeoutMs: 30_000,
    everyMs: 5,
  });
  return atMs - sinceMs;
}

export const RABBITMQ_AWAY: readonly Scenario[] = [
  {
    name: 'RabbitMQ closes all connections, three times, under 200 jobs a second',
    promise: 'publishers and consumers are back within 2 s, and no enqueue fails',
    needs: { carriedBy: 'rabbitmq' },
    recoversWithinMs: 2_000,
    run: (stack) =>
      enqueueThrough(stack, async () => {
        for (let round = 0; round < 3; round += 1) {
          await stack.servers.rabbitMq.ctl('close_all_connections', 'chaos');
          stack.healed();
          expect(await nextEffect(stack)).toBeLessThan(2_000);
        }
        expect(stack.production.errorCodes('unrecorded')).toEqual([]);
      }),
  },
  {
    name: 'RabbitMQ is killed under 150 publishers',
    promise: 'nothing confirmed is lost, and work goes on within 5 s of its return',
    needs: { carriedBy: 'rabbitmq' },
    recoversWithinMs: 5_000,
    async run(stack) {
      const { rabbitMq } = stack.servers;
      const queues = await rabbitMq.ctl('list_queues', 'name', 'type', 'durable');
      expect(
        queues
          .trim()
          .split('\n')
          .slice(1)
          .filter((line) => !/quorum\s+true/.test(line)),
      ).toEqual([]);
      const over = new AbortController();
      const publisher = async (kind: 'recorded' | 'unrecorded'): Promise<void> => {
        while (!over.signal.aborted) {
          await stack.production.enqueue(kind);
          await sleep(300);
        }
      };
      const publishers = Array.from({ length: 150 }, (_, at) =>
        publisher(at % 3 === 0 ? 'unrecorded' : 'recorded'),
      );
      await stack.effectsAre(1_000);
      await rabbitMq.kill();
      await rabbitMq.start();
      stack.healed();
      await sleep(8_000);
      over.abort();
      await Promise.all(publishers);
      expect(stack.production.errorCodes('recorded')).toEqual([]);
    },
  },
  {
    name: 'RabbitMQ is stopped for 20 s',
    promise: 'recorded enqueues go on, unrecorded ones have an answer within 2 s, and it drains afterwards',
    needs: { carriedBy: 'rabbitmq' },
    recoversWithinMs: 5_000,
    run: (stack) =>
      enqueueThrough(
        stack,
        async () => {
          await stack.servers.rabbitMq.ctl('stop_app');
          await sleep(20_000);
          await stack.servers.rabbitMq.ctl('start_app');
          stack.healed();
        },
        { recorded: 50, unrecorded: 20 },
      ),
  },
  {
    name: 'RabbitMQ comes back empty',
    promise: 'recovery has everything carried again within 60 s',
    needs: { carriedBy: 'rabbitmq' },
    recoversWithinMs: 60_000,
    async run(stack) {
      const { rabbitMq } = stack.servers;
      await stack.production.produce(2_000, { busyMs: 20 });
      await stack.effectsAre(200);
      await rabbitMq.kill();
      await rabbitMq.wipe();
      await rabbitMq.start();
      stack.healed();
      await stack.effectsAre(2_000, 90_000);
      stack.recovered();
    },
  },
  {
    name: 'RabbitMQ has a memory alarm for 20 s',
    promise:
      'recorded enqueues go on, unrecorded ones have an answer within 2 s, /readyz says so, and it resumes within 2 s',
    needs: { carriedBy: 'rabbitmq' },
    recoversWithinMs: 4_000,
    run: (stack) =>
      enqueueThrough(
        stack,
        async () => {
          const { rabbitMq } = stack.servers;
          await rabbitMq.ctl('set_vm_memory_high_watermark', 'absolute', '1MB');
          await sleep(10_000);
          expect(await stack.askHealth('/readyz')).toBe(503);
          expect(await stack.askHealth('/livez')).toBe(200);
          await sleep(10_000);
          await rabbitMq.ctl('set_vm_memory_high_watermark', '0.6');
          stack.healed();
          await until(async () => (await stack.askHealth('/readyz')) === 200, {
            what: 'to be ready again',
            timeoutMs: 20_000,
          });
        },
        { recorded: 30, unrecorded: 10 },
      ),
  },
];
