import type { Broker } from '../../../src/broker/broker.ts';
import { openRabbitMqBroker } from '../../../src/broker/rabbitmq/open-rabbitmq-broker.ts';
import { parseAmqpUrl } from '../../../src/config/amqp-address.ts';
import { defineQueue } from '../../../src/job/queue.ts';
import type { OpenArgs } from '../broker-under-test.ts';

/** Opens RabbitMQ at `url`, with the queues whose names `queues` lists. */
export function open({ url, queues }: OpenArgs): Promise<Broker> {
  return openRabbitMqBroker({
    address: parseAmqpUrl(String(url)),
    queues: String(queues)
      .split(',')
      .map((name) => defineQueue({ name, broker: 'rabbitmq', workers: 'test' })),
    maxBodyBytes: 1_048_576,
  });
}
