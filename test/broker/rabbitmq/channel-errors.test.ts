import { expect, test } from 'vitest';
import type { Log } from '../../../src/telemetry/log.ts';
import { silentLog } from '../../../src/telemetry/log.ts';
import { amqpUrl } from '../../servers/urls.ts';
import { until } from '../../until.ts';
import { startInjectingRelay } from './injecting-relay.ts';
import { freshQueue, Inbox, openTestBroker, publicationFor, withChannel } from './open-test-broker.ts';

interface Line {
  readonly message: string;
  readonly fields: unknown;
}

/** A log that keeps its errors. */
function recordingLog(): { log: Log; errors: Line[] } {
  const errors: Line[] = [];
  return { log: { ...silentLog, error: (message, fields) => errors.push({ message, fields }) }, errors };
}

test('has a consumer again within 2 s of a double acknowledgement, which names the queue in the log', async () => {
  const relay = await startInjectingRelay(amqpUrl);
  const { log, errors } = recordingLog();
  const { broker, queue } = await openTestBroker(relay.url, { log });
  const inbox = new Inbox({ isSettling: false });
  await broker.consume(queue, { hold: 1 }, inbox.take);
  await broker.publish([publicationFor(queue)]);
  const [held] = await inbox.until(1);

  relay.ackUnknownDelivery();

  const [, again] = await inbox.until(2, 2_000);
  expect(held?.isLost()).toBe(true);
  expect(again?.isFirst).toBe(false);
  await again?.settle();
  expect(errors.map(({ fields }) => fields)).toContainEqual(
    expect.objectContaining({
      queue: queue.name,
      error: expect.objectContaining({ message: expect.stringContaining('unknown delivery tag') }),
    }),
  );
  expect(await broker.publish([publicationFor(queue)])).toEqual([undefined]);
  await inbox.until(3);
});

test('declares a queue anew that was deleted, says that it forgot, and consumes it again', async () => {
  const { broker, queue } = await openTestBroker(amqpUrl);
  const inbox = new Inbox();
  const forgotten: string[] = [];
  broker.on('forgot', (name) => forgotten.push(name));
  await broker.consume(queue, { hold: 5 }, inbox.take);
  forgotten.length = 0;

  await withChannel(amqpUrl, (channel) => channel.deleteQueue(queue.name));

  await until(() => forgotten.includes(queue.name), { what: 'the queue to be missed', timeoutMs: 2_000 });
  await until(async () => (await broker.publish([publicationFor(queue)]))[0] === undefined, {
    what: 'a yes',
  });
  expect(await inbox.until(1, 2_000)).toHaveLength(1);
});

test('declares a queue anew that publications did not find, and sends them again', async () => {
  const { broker, queue } = await openTestBroker(amqpUrl);
  await withChannel(amqpUrl, (channel) => channel.deleteQueue(queue.name));
  const publications = Array.from({ length: 20 }, () => publicationFor(queue));

  expect(await broker.publish(publications)).toEqual(publications.map(() => undefined));

  expect(await broker.counts(queue)).toMatchObject({ ready: 20 });
});

test('tells of a queue that was missing at the start, to whoever listens afterwards', async () => {
  const { broker, queue } = await openTestBroker(amqpUrl);
  const forgotten: string[] = [];

  broker.on('forgot', (name) => forgotten.push(name));

  expect(forgotten).toEqual([queue.name]);
});

test('refuses to open on a queue that others declared differently, and names what differs', async () => {
  const queue = freshQueue(amqpUrl);
  await withChannel(amqpUrl, (channel) => channel.assertQueue(queue.name, { durable: true }));

  await expect(openTestBroker(amqpUrl, { queues: [queue] })).rejects.toMatchObject({
    code: 'QUEUE_MISMATCH',
    queue: queue.name,
    property: expect.stringContaining('x-'),
    message: expect.stringMatching(`"${queue.name}".* is none there and .*"x-queue-type":"quorum"`),
  });
});

test('refuses to consume a queue that others declared differently, and consumes the others', async () => {
  const { broker, queue } = await openTestBroker(amqpUrl);
  const other = freshQueue(amqpUrl);
  await withChannel(amqpUrl, (channel) => channel.assertQueue(other.name, { durable: false }));

  await expect(broker.consume(other, { hold: 1 }, () => {})).rejects.toMatchObject({
    code: 'QUEUE_MISMATCH',
    message: expect.stringContaining('durable'),
  });
  const inbox = new Inbox();
  await broker.consume(queue, { hold: 1 }, inbox.take);
  await broker.publish([publicationFor(queue)]);
  await inbox.until(1);
});
