import { connect } from 'amqplib';
import { openRabbitMqBroker } from '../../src/broker/rabbitmq/open-rabbitmq-broker.ts';
import { parseAmqpUrl } from '../../src/config/amqp-address.ts';
import { newJobId } from '../../src/job/job-id.ts';
import { defineQueue } from '../../src/job/queue.ts';
import type { Carrier } from './carrier.ts';

/** The broker of `src/broker/rabbitmq`, each publication a batch of one. */
export async function nightshiftCarrier(url: string): Promise<Carrier> {
  const queue = defineQueue({
    name: `bench-nightshift-${process.pid}-${Date.now()}`,
    broker: 'rabbitmq',
    workers: 'bench',
  });
  // At full speed a publication waits its turn; here the rate counts, and not the deadline.
  const broker = await openRabbitMqBroker({
    address: parseAmqpUrl(url),
    queues: [queue],
    deadlineMs: 30_000,
  });
  return {
    async publish(payload) {
      const [error] = await broker.publish([
        {
          id: newJobId(),
          publication: 1,
          queue: queue.name,
          name: 'bench.do-nothing',
          payload,
          version: 1,
          isRepeat: false,
        },
      ]);
      if (error !== undefined) throw error;
    },
    async consume(prefetch, onMessage) {
      await broker.consume(queue, { hold: prefetch }, (delivery) => {
        onMessage();
        void delivery.settle();
      });
    },
    async close() {
      await broker.close();
      const connection = await connect(url);
      const channel = await connection.createChannel();
      await channel.deleteQueue(queue.name);
      await connection.close();
    },
  };
}
