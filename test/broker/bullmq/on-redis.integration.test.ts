import { Queue as BullMqQueue } from 'bullmq';
import { Redis } from 'ioredis';
import { describe } from 'vitest';
import { defineQueue, type Queue } from '../../../src/job/queue.ts';
import { freshQueueName } from '../../servers/fresh-queue-name.ts';
import { redisUrl } from '../../servers/urls.ts';
import { brokerSuite } from '../broker-suite.ts';
import type { BrokerUnderTest } from '../broker-under-test.ts';

describe('BullMQ on Redis', () => {
  brokerSuite(prepare, { haveKeys: true, canPublishRubbish: true });
});

async function prepare(): Promise<BrokerUnderTest> {
  const prefix = freshQueueName('broker-suite');
  return {
    opener: { module: new URL('./open-on-redis.ts', import.meta.url), args: { url: redisUrl, prefix } },
    newQueue: () => defineQueue({ name: freshQueueName('q'), broker: 'bullmq', workers: 'test' }),
    publishAsStranger: (queue, name, value) => addBare(prefix, queue, name, value),
    publishRubbish: async (queue, raw) => {
      await addBare(prefix, queue, 'rubbish', {}, 'rubbish');
      const redis = new Redis(redisUrl);
      await redis.hset(`${prefix}:${queue.name}:rubbish`, 'data', raw);
      redis.disconnect();
    },
  };
}

async function addBare(
  prefix: string,
  { name: queue }: Queue,
  name: string,
  value: unknown,
  jobId?: string,
): Promise<void> {
  const bare = new BullMqQueue(queue, { prefix, connection: { url: redisUrl } });
  await bare.add(name, value, jobId === undefined ? {} : { jobId });
  await bare.close();
}
