import { openRabbitMqBroker } from '../../src/broker/rabbitmq/open-rabbitmq-broker.ts';
import { parseAmqpUrl } from '../../src/config/amqp-address.ts';
import { newJobId } from '../../src/job/job-id.ts';
import { defineQueue } from '../../src/job/queue.ts';
import type { Carrier, CarrierOptions } from './carrier.ts';
import { deleteQueue } from './delete-queue.ts';

/** The broker of `src/broker/rabbitmq` with nothing above it, each publication a batch of one. */
export async function brokerCarrier({ url, prefetch }: CarrierOptions): Promise<Carrier> {
  const queue = defineQueue({
    name: `bench-broker-${process.pid}-${Date.now()}`,
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
    async consume(onMessage) {
      await broker.consume(queue, { hold: prefetch }, (delivery) => {
        onMessage();
        void delivery.settle();
      });
    },
    async close() {
      await broker.close();
      await deleteQueue(url, queue.name);
    },
  };
}
