import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { PatternCut } from '../../faults/pattern-cut.ts';
import { until } from '../../until.ts';
import type { Scenario } from '../scenario.ts';
import type { Stack } from '../stack.ts';

/** The statements whose replies are lost, as they go over the wire. */
const STATEMENTS = [
  'nightshift.accept',
  'nightshift.claim',
  'nightshift.record',
  'nightshift.mark_published',
  'commit',
];

async function mostAttempts({ servers }: Stack): Promise<number> {
  const [row] = await servers.postgres.query('SELECT max(attempt) AS attempts FROM nightshift.jobs');
  return Number(row?.['attempts']);
}

/** Runs that were taken from a worker that was believed dead. */
async function lostRuns({ servers }: Stack): Promise<number> {
  const rows = await servers.postgres.query(`SELECT FROM nightshift.attempts WHERE outcome = 'lost'`);
  return rows.length;
}

export const LEDGER_TROUBLE: readonly Scenario[] = [
  {
    name: "PostgreSQL's replies to commits, claims and records are lost, 100 times",
    promise: 'what happened is read back before it is repeated',
    needs: { carriedBy: 'rabbitmq', postgresThroughProxy: true },
    async run(stack) {
      const { production, servers } = stack;
      const stop = production.flow(50);
      const cuts: PatternCut[] = [];
      for (let round = 0; round < 20; round += 1) {
        await production.transact(4).catch(() => undefined);
        for (const statement of STATEMENTS) cuts.push(servers.postgresProxy.toServer.loseReplyTo(statement));
        await sleep(700);
      }
      await until(() => cuts.filter((cut) => cut.cuts > 0).length >= 60, {
        what: '60 lost replies',
        timeoutMs: 30_000,
      });
      servers.postgresProxy.heal();
      stack.healed();
      await stop();
      process.stdout.write(`${cuts.filter((cut) => cut.cuts > 0).length} replies were lost\n`);
    },
  },
  {
    name: 'relays die between the confirmation of a broker and its record, 50 times',
    promise: 'what was sent is sent again under the same publication, and runs once',
    needs: { carriedBy: 'rabbitmq', relays: 3, relayDiesPercent: 40 },
    settlesWithinMs: 240_000,
    async run(stack) {
      for (let round = 0; stack.relaysSoFar < 53 && round < 600; round += 1) {
        await stack.production.produce(5, { delayMs: Math.round(stack.random() * 3_000) });
        await sleep(250);
      }
      expect(stack.relaysSoFar).toBeGreaterThanOrEqual(53);
    },
  },
  {
    name: 'jobs lock the same rows in opposite orders',
    promise: 'deadlocks are tried again without an attempt lost',
    needs: { carriedBy: 'redis', concurrency: 2 },
    async run(stack) {
      await stack.production.transact(30, { isCrossed: true });
      await until(async () => (await stack.committed()) === 30, { what: '30 effects', timeoutMs: 90_000 });
      expect(await mostAttempts(stack)).toBe(1);
    },
  },
  {
    name: "all of a worker's jobs wait for one locked row in the database",
    promise: 'its heartbeats go on, so that no job is taken from it',
    needs: { carriedBy: 'rabbitmq', workers: 2, concurrency: 20 },
    async run(stack) {
      const { ended } = await stack.lockRow(6_000);
      await stack.production.transact(20, { isCrossed: true });
      await ended;
      await until(async () => (await stack.committed()) === 20, { what: '20 effects', timeoutMs: 90_000 });
      expect(await lostRuns(stack)).toBe(0);
    },
  },
  {
    name: 'a worker with 50 jobs has two connections to PostgreSQL',
    promise: 'nothing hangs, and no attempt is lost',
    needs: {
      carriedBy: 'redis',
      workers: 1,
      concurrency: 50,
      env: { NIGHTSHIFT_DATABASE_CONNECTIONS: '2' },
    },
    async run(stack) {
      await stack.production.produce(500, { busyMs: 50 });
      await stack.effectsAre(500, 90_000);
      expect(await mostAttempts(stack)).toBe(1);
    },
  },
];
