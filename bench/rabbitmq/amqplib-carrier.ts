import { type Channel, type ConsumeMessage, connect, type Options } from 'amqplib';
import { newJobId } from '../../src/job/job-id.ts';
import type { Carrier, CarrierOptions } from './carrier.ts';

/**
 * Bare amqplib as one would write it by hand: a confirm channel, a quorum queue, messages that say what they are and have
 * an id, and acks one by one or of a batch.
 */
export async function amqplibCarrier({ url, prefetch, batch }: CarrierOptions): Promise<Carrier> {
  const queue = `bench-amqplib-${process.pid}-${Date.now()}`;
  const publishing = await connect(url, { noDelay: true });
  const consuming = await connect(url, { noDelay: true });
  const confirms = await publishing.createConfirmChannel();
  const channel = await consuming.createChannel();
  await channel.assertQueue(queue, { durable: true, arguments: { 'x-queue-type': 'quorum' } });
  return {
    publish: (payload) =>
      new Promise<void>((resolve, reject) => {
        const body = Buffer.from(JSON.stringify(payload));
        confirms.publish('', queue, body, optionsOfNext(), (error: unknown) => {
          if (error === null) resolve();
          else reject(new Error('not confirmed', { cause: error }));
        });
      }),
    async consume(onMessage) {
      await channel.prefetch(prefetch);
      const take = batch === undefined ? oneByOne(channel, onMessage) : inBatches(channel, batch, onMessage);
      await channel.consume(queue, (message) => {
        if (message !== null) take(message);
      });
    },
    async close() {
      await channel.deleteQueue(queue);
      await Promise.all([publishing.close(), consuming.close()]);
    },
  };
}

function optionsOfNext(): Options.Publish {
  return {
    persistent: true,
    mandatory: true,
    contentType: 'application/json',
    type: 'bench.do-nothing',
    messageId: newJobId(),
  };
}

function oneByOne(channel: Channel, onMessage: () => void): (message: ConsumeMessage) => void {
  return (message) => {
    JSON.parse(message.content.toString());
    channel.ack(message);
    onMessage();
  };
}

function inBatches(channel: Channel, size: number, onMessage: () => void): (message: ConsumeMessage) => void {
  let gathered: ConsumeMessage[] = [];
  return (message) => {
    JSON.parse(message.content.toString());
    gathered.push(message);
    if (gathered.length < size) return;
    channel.ack(message, true);
    for (const _ of gathered) onMessage();
    gathered = [];
  };
}
