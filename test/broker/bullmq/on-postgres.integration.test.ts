import { Queue as BullMqQueue, createPostgresBackend } from 'bullmq';
import { afterAll, beforeAll, describe } from 'vitest';
import { migrateBullMqPostgres } from '../../../src/broker/bullmq/migrate-bullmq-postgres.ts';
import { defineQueue } from '../../../src/job/queue.ts';
import { type FreshDatabase, freshDatabase } from '../../servers/fresh-database.ts';
import { freshQueueName } from '../../servers/fresh-queue-name.ts';
import { brokerSuite } from '../broker-suite.ts';
import type { BrokerUnderTest } from '../broker-under-test.ts';

let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase({ name: 'bullmq', fill: (url) => migrateBullMqPostgres(url) });
});

afterAll(() => database.drop());

describe('BullMQ on PostgreSQL', () => {
  brokerSuite(prepare, { haveKeys: true, canPublishRubbish: false });
});

async function prepare(): Promise<BrokerUnderTest> {
  const { url } = database;
  return {
    opener: { module: new URL('./open-on-postgres.ts', import.meta.url), args: { url } },
    newQueue: () => defineQueue({ name: freshQueueName('q'), broker: 'bullmq', workers: 'test' }),
    publishAsStranger: async (queue, name, value) => {
      const bare = new BullMqQueue(queue.name, { connection: url }, createPostgresBackend);
      await bare.add(name, value);
      await bare.close();
    },
  };
}
