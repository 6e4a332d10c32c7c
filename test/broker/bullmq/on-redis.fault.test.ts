import { describe } from 'vitest';
import { defineQueue } from '../../../src/job/queue.ts';
import { freshQueueName } from '../../servers/fresh-queue-name.ts';
import { type RedisServer, startRedis } from '../../servers/start-redis.ts';
import { brokerFaultSuite } from '../broker-fault-suite.ts';

describe('BullMQ on Redis', () => {
  brokerFaultSuite({
    startServer: () => startRedis({ args: ['--appendonly', 'yes'] }),
    module: new URL('./open-on-redis.ts', import.meta.url),
    newQueue: () => defineQueue({ name: freshQueueName('q'), broker: 'bullmq', workers: 'test' }),
    wipe: async (server) => void (await (server as RedisServer).command('FLUSHALL')),
    publishPattern: 'evalsha',
    rescueWithinMs: 17_000,
  });
});
