import { connect } from 'amqplib';
import type { Carrier } from './carrier.ts';

/** Bare amqplib as one would write it by hand: a confirm channel, a quorum queue, one acknowledgement a message. */
export async function amqplibCarrier(url: string): Promise<Carrier> {
  const queue = `bench-amqplib-${process.pid}-${Date.now()}`;
  const publishing = await connect(url, { noDelay: true });
  const consuming = await connect(url, { noDelay: true });
  const confirms = await publishing.createConfirmChannel();
  const channel = await consuming.createChannel();
  await channel.assertQueue(queue, { durable: true, arguments: { 'x-queue-type': 'quorum' } });
  return {
    publish: (payload) =>
      new Promise((resolve, reject) => {
        const body = Buffer.from(JSON.stringify(payload));
        confirms.publish('', queue, body, { persistent: true, mandatory: true }, (error: unknown) => {
          if (error === null) resolve();
          else reject(new Error('not confirmed', { cause: error }));
        });
      }),
    async consume(prefetch, onMessage) {
      await channel.prefetch(prefetch);
      await channel.consume(queue, (message) => {
        if (message === null) return;
        JSON.parse(message.content.toString());
        onMessage();
        channel.ack(message);
      });
    },
    async close() {
      await channel.deleteQueue(queue);
      await Promise.all([publishing.close(), consuming.close()]);
    },
  };
}
