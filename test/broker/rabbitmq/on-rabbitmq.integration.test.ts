import { afterAll, describe } from 'vitest';
import { defineQueue } from '../../../src/job/queue.ts';
import { freshQueueName } from '../../servers/fresh-queue-name.ts';
import { amqpUrl } from '../../servers/urls.ts';
import { brokerSuite } from '../broker-suite.ts';
import type { BrokerUnderTest } from '../broker-under-test.ts';
import { withChannel } from './open-test-broker.ts';

const used: string[] = [];

describe('RabbitMQ', () => {
  brokerSuite(prepare, { haveKeys: false, canPublishRubbish: true });

  afterAll(async () => {
    await withChannel(amqpUrl, async (channel) => {
      for (const name of used) await channel.deleteQueue(name);
    });
  });
});

async function prepare(): Promise<BrokerUnderTest> {
  // The broker declares the queues that it is opened with, so they have their names before they are asked for.
  const names = [freshQueueName('q'), freshQueueName('q')];
  used.push(...names);
  const module = new URL('./open-on-rabbitmq.ts', import.meta.url);
  return {
    opener: { module, args: { url: amqpUrl, queues: names.join() } },
    newQueue: () => defineQueue({ name: names.shift() ?? '', broker: 'rabbitmq', workers: 'test' }),
    publishAsStranger: (queue, name, value) => sendBare(queue.name, JSON.stringify(value), name),
    publishRubbish: (queue, raw) => sendBare(queue.name, raw),
  };
}

async function sendBare(queue: string, body: string, type?: string): Promise<void> {
  await withChannel(amqpUrl, async (channel) => {
    channel.sendToQueue(queue, Buffer.from(body), type === undefined ? {} : { type });
    await channel.waitForConfirms();
  });
}
