import { afterAll, beforeAll, expect, test } from 'vitest';
import { deadLetterQueue } from '../../../src/broker/rabbitmq/dead-letter-queue.ts';
import { type RabbitMqServer, startRabbitMq } from '../../servers/start-rabbit-mq.ts';
import { until } from '../../until.ts';
import { Inbox, openTestBroker, publicationFor, withChannel } from './open-test-broker.ts';

// A server of its own, because every process on one shares the queue of dead letters.
let server: RabbitMqServer;

beforeAll(async () => {
  server = await startRabbitMq();
});

afterAll(() => server.close());

test('delivers what RabbitMQ has given up on, with where it died and why', async () => {
  const { broker, queue } = await openTestBroker(server.url);
  const publication = publicationFor(queue);
  await broker.publish([publication]);
  await withChannel(server.url, async (channel) => {
    const message = await channel.get(queue.name);
    if (message !== false) channel.nack(message, false, false);
    // A quorum queue forgets what it was told just before the channel closes; a question lets it catch up.
    await channel.checkQueue(queue.name);
  });
  await withChannel(server.url, async (channel) => {
    channel.sendToQueue(queue.name, Buffer.from('{"late":true}'), { expiration: 1 });
    await channel.waitForConfirms();
  });

  const inbox = new Inbox();
  await broker.consume(deadLetterQueue, { hold: 10 }, inbox.take);

  const deliveries = await inbox.until(2);
  expect(deliveries).toContainEqual(
    expect.objectContaining({
      queue: queue.name,
      deadLetter: 'rejected',
      mark: expect.objectContaining({ kind: 'ours', id: publication.id, publication: 1 }),
    }),
  );
  expect(deliveries).toContainEqual(
    expect.objectContaining({
      queue: queue.name,
      deadLetter: 'expired',
      mark: expect.objectContaining({ kind: 'stranger', routingKey: deadLetterQueue.name }),
      body: { kind: 'json', value: { late: true } },
    }),
  );
  await until(async () => (await broker.counts(deadLetterQueue)).ready === 0, { what: 'an empty queue' });
});

test('gives a job back a hundred times without losing it', async () => {
  const { broker, queue } = await openTestBroker(server.url);
  const publication = publicationFor(queue);
  let times = 0;
  const inbox = new Inbox();
  await broker.consume(queue, { hold: 1 }, (delivery) => {
    times++;
    if (times <= 100) void delivery.handBack();
    else inbox.take(delivery);
  });

  await broker.publish([publication]);

  await inbox.until(1);
  expect(inbox.ids()).toEqual([publication.id]);
});
