import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { withChannel } from '../../broker/rabbitmq/open-test-broker.ts';
import { until } from '../../until.ts';
import type { Scenario } from '../scenario.ts';
import type { Stack } from '../stack.ts';

function nobodyRestarted(stack: Stack): void {
  expect(stack.workers.map(({ isRunning }) => isRunning)).toEqual([true, true]);
  expect(stack.relaysSoFar).toBe(1);
}

/** Jobs run and are enqueued, 50 a second, while `harm` lasts; what cannot be accepted is refused in time. */
async function workThrough(stack: Stack, harm: () => Promise<unknown>): Promise<void> {
  const { production } = stack;
  const stop = production.flow(50, { busyMs: 200 });
  await stack.effectsAre(100);
  await harm();
  stack.healed();
  await sleep(5_000);
  await stop();
  expect(production.errorCodes('recorded').filter((code) => code !== 'LEDGER_UNAVAILABLE')).toEqual([]);
  expect(production.slowestMs).toBeLessThan(2_600);
  nobodyRestarted(stack);
}

const restart = (mode: 'fast' | 'immediate') => (stack: Stack) =>
  workThrough(stack, () => stack.servers.postgres.restart(mode));

export const POSTGRES_AWAY: readonly Scenario[] = [
  {
    name: 'PostgreSQL is restarted under work',
    promise: 'no process ends, and work goes on within 5 s of its return',
    needs: { carriedBy: 'redis' },
    recoversWithinMs: 5_000,
    run: restart('fast'),
  },
  {
    name: 'PostgreSQL dies under work as if the power had gone, and starts again',
    promise: 'no process ends, and work goes on within 5 s of its return',
    needs: { carriedBy: 'rabbitmq' },
    recoversWithinMs: 5_000,
    run: restart('immediate'),
  },
  {
    name: 'PostgreSQL, which carries the jobs too, is restarted under work',
    promise: 'no process ends, and work goes on within 5 s of its return',
    needs: { carriedBy: 'postgres' },
    recoversWithinMs: 5_000,
    run: restart('fast'),
  },
  {
    name: 'PostgreSQL is restarted while nothing is to be done',
    promise: 'no process ends, and work goes on within 5 s of its return',
    needs: { carriedBy: 'redis' },
    recoversWithinMs: 5_000,
    async run(stack) {
      await stack.production.produce(20);
      await stack.effectsAre(20);
      await stack.servers.postgres.restart('immediate');
      stack.healed();
      await until(() => stack.production.produce(20).catch(() => undefined), { what: 'jobs to be accepted' });
      await stack.effectsAre(40);
      nobodyRestarted(stack);
    },
  },
  {
    name: 'PostgreSQL is away for 60 s',
    promise: 'nothing is acknowledged, at most two tries a second and connection, and it drains afterwards',
    needs: { carriedBy: 'rabbitmq', postgresThroughProxy: true },
    recoversWithinMs: 5_000,
    async run(stack) {
      const { postgres, postgresProxy } = stack.servers;
      await stack.production.produce(200, { busyMs: 500 });
      await stack.effectsAre(40);
      await postgres.stop('fast');
      await sleep(10_000);
      const before = postgresProxy.connectionsSoFar;
      const doneBefore = stack.effects.done.size;
      await sleep(20_000);
      const refused = await stack.production.enqueue();
      expect(refused).toMatchObject({ error: { code: 'LEDGER_UNAVAILABLE' } });
      expect(refused.tookMs).toBeLessThan(2_600);
      await sleep(30_000);
      const tries = postgresProxy.connectionsSoFar - before;
      process.stdout.write(`${tries} connections tried in 50 s by 4 processes\n`);
      expect(stack.effects.done.size).toBe(doneBefore);
      await postgres.start();
      stack.healed();
      await stack.effectsAre(200);
      nobodyRestarted(stack);
    },
  },
  {
    name: 'PostgreSQL is away while 100 messages come that are no jobs',
    promise: 'none is acknowledged; afterwards there are 100 failed jobs',
    needs: { carriedBy: 'rabbitmq' },
    fails: { 'invalid-payload': 100 },
    recoversWithinMs: 10_000,
    async run(stack) {
      const { postgres, rabbitMq } = stack.servers;
      await stack.production.produce(10);
      await stack.effectsAre(10);
      await postgres.stop('fast');
      await withChannel(rabbitMq.url, async (channel) => {
        for (let n = 0; n < 100; n += 1) channel.sendToQueue(stack.queues.recorded, Buffer.from('{'));
        await channel.waitForConfirms();
      });
      await sleep(8_000);
      const counts = await rabbitMq.ctl('list_queues', 'name', 'messages');
      const [, left] = new RegExp(`^${stack.queues.recorded}\\s+(\\d+)$`, 'm').exec(counts) ?? [];
      expect(Number(left)).toBeGreaterThanOrEqual(100);
      await postgres.start();
      stack.healed();
      await until(async () => (await failedJobs(stack)) === 100, {
        what: '100 failed jobs',
        timeoutMs: 30_000,
      });
      stack.recovered();
    },
  },
];

async function failedJobs({ servers }: Stack): Promise<number> {
  const [row] = await servers.postgres.query(
    `SELECT count(*)::integer AS jobs FROM nightshift.jobs WHERE state = 'failed'`,
  );
  return Number(row?.['jobs']);
}
