import { Client } from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Broker } from '../../../src/broker/broker.ts';
import { BrokerSchemaError } from '../../../src/broker/broker-errors.ts';
import { migrateBullMqPostgres } from '../../../src/broker/bullmq/migrate-bullmq-postgres.ts';
import { openBullMqPostgresBroker } from '../../../src/broker/bullmq/open-bullmq-postgres-broker.ts';
import { defineQueue } from '../../../src/job/queue.ts';
import { type FreshDatabase, freshDatabase } from '../../servers/fresh-database.ts';
import { newPublication, newPublications } from '../new-publication.ts';

const queue = defineQueue({ name: 'q', broker: 'bullmq', workers: 'test' });
let database: FreshDatabase;
let broker: Broker | undefined;

beforeEach(async () => {
  database = await freshDatabase();
  broker = undefined;
});

afterEach(async () => {
  await broker?.close();
  await database.drop();
});

it('refuses what jsonb cannot hold, and nothing else of the batch', async () => {
  await migrateBullMqPostgres(database.url);
  broker = await openBullMqPostgresBroker({ databaseUrl: database.url });
  const batch = [
    newPublication(queue, { payload: 'sound' }),
    newPublication(queue, { payload: 'half a pair: \ud800' }),
    newPublication(queue, { payload: { text: 'a null: \u0000' } }),
    newPublication(queue, { payload: 'sound too' }),
  ];
  const answers = await broker.publish(batch);
  expect(answers.map((answer) => answer?.kind)).toEqual([undefined, 'refused', 'refused', undefined]);
  expect((await broker.counts(queue)).ready).toBe(2);
});

it('keeps the order of messages that are published side by side', async () => {
  await migrateBullMqPostgres(database.url);
  broker = await openBullMqPostgresBroker({ databaseUrl: database.url });
  const publications = newPublications(queue, 100);
  const open = broker;
  await Promise.all(publications.map((publication) => open.publish([publication])));
  const order: unknown[] = [];
  await broker.consume(queue, { hold: 1 }, (delivery) => {
    order.push(delivery.body.kind === 'json' && delivery.body.value);
    void delivery.settle();
  });
  await expect.poll(() => order.length, { timeout: 10_000 }).toBe(100);
  expect(order).toEqual(publications.map(({ payload }) => payload));
});

it('cannot be opened before its tables are made, and says how to make them', async () => {
  const opening = openBullMqPostgresBroker({ databaseUrl: database.url });
  await expect(opening).rejects.toThrow(BrokerSchemaError);
  await expect(opening).rejects.toThrow('Run "nightshift migrate"');
});

it('makes its tables once, however many do so at the same time', async () => {
  const versions = await Promise.all([1, 2, 3].map(() => migrateBullMqPostgres(database.url)));
  expect(new Set(versions).size).toBe(1);
  expect(await migrateBullMqPostgres(database.url)).toBe(versions[0]);
});

it('serves 8 queues and 8 consumers over no more connections than it may have', async () => {
  await migrateBullMqPostgres(database.url);
  broker = await openBullMqPostgresBroker({ databaseUrl: database.url, maxConnections: 3 });
  const queues = Array.from({ length: 8 }, (_, at) =>
    defineQueue({ name: `q${at}`, broker: 'bullmq', workers: 'test' }),
  );
  let settled = 0;
  for (const each of queues) {
    await broker.consume(each, { hold: 5 }, (delivery) => {
      settled += 1;
      void delivery.settle();
    });
  }
  const open = broker;
  await Promise.all(queues.map((each) => open.publish(newPublications(each, 20))));
  await expect.poll(() => settled, { timeout: 15_000 }).toBe(160);
  const client = new Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query(
    `select count(*)::int as open from pg_stat_activity where application_name = 'nightshift-bullmq' and datname = current_database()`,
  );
  await client.end();
  expect(rows).toEqual([{ open: 3 }]);
});
