import { Client } from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Broker, Delivery } from '../../../src/broker/broker.ts';
import { migrateBullMqPostgres } from '../../../src/broker/bullmq/migrate-bullmq-postgres.ts';
import { openBullMqPostgresBroker } from '../../../src/broker/bullmq/open-bullmq-postgres-broker.ts';
import { defineQueue } from '../../../src/job/queue.ts';
import { type FreshDatabase, freshDatabase } from '../../servers/fresh-database.ts';
import { until } from '../../until.ts';
import { DeliveryLog } from '../delivery-log.ts';
import { newPublications } from '../new-publication.ts';

const queue = defineQueue({ name: 'q', broker: 'bullmq', workers: 'test' });
let database: FreshDatabase;
let client: Client;
let broker: Broker;

beforeEach(async () => {
  database = await freshDatabase();
  await migrateBullMqPostgres(database.url);
  client = new Client({ connectionString: database.url });
  await client.connect();
  broker = await openBullMqPostgresBroker({ databaseUrl: database.url });
});

afterEach(async () => {
  await broker.close();
  await client.end();
  await database.drop();
});

/** Its deliveries, all in hand at once. */
async function deliver(count: number, hold: number): Promise<DeliveryLog> {
  await broker.publish(newPublications(queue, count));
  const log = new DeliveryLog();
  await broker.consume(queue, { hold }, log.take);
  await log.wait(hold);
  return log;
}

async function ask<Row>(sql: string): Promise<readonly Row[]> {
  return (await client.query(sql)).rows as readonly Row[]; // as asked for
}

const jobsIn = async (state: string): Promise<number> =>
  (await ask(`SELECT FROM bullmq.job WHERE state = '${state}'`)).length;

it('finishes jobs that end together in few transactions, and claims as many in them', async () => {
  const log = await deliver(60, 40);
  await Promise.all(log.deliveries.map((delivery) => delivery.settle()));
  expect(await jobsIn('active')).toBe(20);
  await log.wait(60);
  const [finished] = await ask<{ jobs: string; transactions: string }>(
    `SELECT count(*) AS jobs, count(DISTINCT xmin::text) AS transactions FROM bullmq.event WHERE event = 'completed'`,
  );
  expect(Number(finished?.jobs)).toBe(40);
  expect(Number(finished?.transactions)).toBeLessThanOrEqual(5);
});

it('finishes the others when one was taken away meanwhile', async () => {
  const log = await deliver(10, 10);
  await client.query(
    `UPDATE bullmq.job SET lock_token = 'another worker'
     WHERE seq = (SELECT min(seq) FROM bullmq.job WHERE state = 'active')`,
  );
  await Promise.all(log.deliveries.map((delivery) => delivery.settle()));
  expect(await ask(`SELECT state, lock_token FROM bullmq.job WHERE queue = 'q'`)).toEqual([
    { state: 'active', lock_token: 'another worker' },
  ]);
});

it('ends well beside looks for stalled jobs that never stop', async () => {
  const over = new AbortController();
  const looking = (async () => {
    while (!over.signal.aborted)
      await client.query(`SELECT bullmq.move_stalled_jobs_to_wait('q', 1000, ${Date.now() - 60_000}, -1)`);
  })();
  await broker.publish(newPublications(queue, 2_000));
  const inHand: Delivery[] = [];
  const log = new DeliveryLog((delivery) => {
    inHand.push(delivery);
    // In another order than the one in which a look touches them.
    if (inHand.length === 25) for (const each of inHand.splice(0).toReversed()) void each.settle();
  });
  await broker.consume(queue, { hold: 50 }, log.take);
  await log.wait(2_000, 60_000);
  await until(async () => (await jobsIn('active')) === 0, { what: 'every job to end' });
  over.abort();
  await looking;
  expect(new Set(log.values.map((value) => JSON.stringify(value))).size).toBe(2_000);
  // A connection that ends tells what it has counted.
  await broker.close();
  const [counted] = await ask<{ deadlocks: string }>(
    'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()',
  );
  expect(Number(counted?.deadlocks)).toBe(0);
});
