import { describe } from 'vitest';
import { migrateBullMqPostgres } from '../../../src/broker/bullmq/migrate-bullmq-postgres.ts';
import { defineQueue } from '../../../src/job/queue.ts';
import { freshQueueName } from '../../servers/fresh-queue-name.ts';
import { type PostgresServer, startPostgres } from '../../servers/start-postgres.ts';
import { brokerFaultSuite } from '../broker-fault-suite.ts';

describe('BullMQ on PostgreSQL', () => {
  brokerFaultSuite({
    startServer: async () => {
      const server = await startPostgres();
      await migrateBullMqPostgres(server.url);
      return server;
    },
    module: new URL('./open-on-postgres.ts', import.meta.url),
    newQueue: () => defineQueue({ name: freshQueueName('q'), broker: 'bullmq', workers: 'test' }),
    wipe: async (server) => void (await (server as PostgresServer).query('truncate bullmq.job cascade')),
    publishPattern: 'SELECT add_job(',
    rescueWithinMs: 17_000,
  });
});
