import { expect, test } from 'vitest';
import { amqpUrl } from '../../servers/urls.ts';
import { until } from '../../until.ts';
import { Inbox, openTestBroker, publicationFor, withChannel } from './open-test-broker.ts';

test('delivers what was published, with everything that its claim needs', async () => {
  const { broker, queue } = await openTestBroker(amqpUrl);
  const inbox = new Inbox();
  await broker.consume(queue, { hold: 10 }, inbox.take);
  const publication = publicationFor(queue, {
    publication: 3,
    version: 2,
    payload: { to: 'Zoë', list: [1, null, true] },
    expiresAtMs: 4_102_444_800_123,
    trace: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    isRepeat: true,
  });

  expect(await broker.publish([publication])).toEqual([undefined]);

  const [delivery] = await inbox.until(1);
  const { id, expiresAtMs, trace } = publication;
  expect(delivery).toMatchObject({
    queue: queue.name,
    name: 'test.do-nothing',
    mark: { kind: 'ours', id, publication: 3, version: 2, expiresAtMs, trace, isRepeat: true },
    body: { kind: 'json', value: publication.payload },
    isFirst: true,
  });
});

test('answers each publication of a batch in order, and refuses what no queue takes', async () => {
  const { broker, queue } = await openTestBroker(amqpUrl);
  const batch = [
    publicationFor(queue),
    publicationFor({ ...queue, name: 'nobody-has-this' }),
    publicationFor(queue),
  ];

  const answers = await broker.publish(batch);

  expect(answers[0]).toBeUndefined();
  expect(answers[1]).toMatchObject({ kind: 'refused', message: expect.stringContaining('nobody-has-this') });
  expect(answers[2]).toBeUndefined();
  expect(await broker.counts(queue)).toEqual({ ready: 2, held: undefined, consumers: 0 });
});

test('keeps messages as persistent ones in a durable quorum queue, with the bare payload as the body', async () => {
  const { broker, queue } = await openTestBroker(amqpUrl);
  const publication = publicationFor(queue);
  await broker.publish([publication]);

  const message = await withChannel(amqpUrl, (channel) => channel.get(queue.name));

  if (message === false) throw new Error('the queue is empty');
  expect(JSON.parse(message.content.toString())).toEqual(publication.payload);
  expect(message.properties).toMatchObject({
    deliveryMode: 2,
    contentType: 'application/json',
    type: publication.name,
    messageId: `${publication.id}-1`,
    headers: { 'x-ns-v': 1 },
  });
});

test('names the version of a job that is not its first', async () => {
  const { broker, queue } = await openTestBroker(amqpUrl);
  await broker.publish([{ ...publicationFor(queue), version: 3 }]);

  const message = await withChannel(amqpUrl, (channel) => channel.get(queue.name));

  expect(message).toMatchObject({ properties: { headers: { 'x-ns-v': 1, 'x-ns-jv': 3 } } });
});

test('takes every settled message off the queue, in whatever order they are settled', async () => {
  const { broker, queue } = await openTestBroker(amqpUrl);
  const inbox = new Inbox({ isSettling: false });
  const consumer = await broker.consume(queue, { hold: 100 }, inbox.take);
  await broker.publish(Array.from({ length: 100 }, () => publicationFor(queue)));
  const deliveries = [...(await inbox.until(100))];

  const shuffled = deliveries.toSorted((a, b) => (JSON.stringify(a.mark) < JSON.stringify(b.mark) ? 1 : -1));
  for (const delivery of shuffled.slice(0, 60)) await delivery.settle();
  for (const delivery of shuffled.slice(60, 90)) await delivery.settle();
  await consumer.close();

  await expect.poll(() => broker.counts(queue)).toMatchObject({ ready: 10 });
});

test('hands a delivery back for another consumer, marked as delivered before', async () => {
  const { broker, queue } = await openTestBroker(amqpUrl);
  const first = new Inbox({ isSettling: false });
  const consumer = await broker.consume(queue, { hold: 1 }, first.take);
  await broker.publish([publicationFor(queue)]);
  const [delivery] = await first.until(1);
  await consumer.stop();

  await delivery?.handBack();
  await delivery?.settle();

  const second = new Inbox();
  await broker.consume(queue, { hold: 1 }, second.take);
  const [again] = await second.until(1);
  expect(again?.isFirst).toBe(false);
  expect(second.ids()).toEqual(first.ids());
});

test('delivers nothing between stop and resume, and settles what is held', async () => {
  const { broker, queue } = await openTestBroker(amqpUrl);
  const inbox = new Inbox({ isSettling: false });
  const consumer = await broker.consume(queue, { hold: 1 }, inbox.take);
  await broker.publish([publicationFor(queue), publicationFor(queue)]);
  const [held] = await inbox.until(1);

  await consumer.stop();
  await held?.settle();
  await until(async () => (await broker.counts(queue)).ready === 1, { what: 'one message to stay' });
  expect(inbox.deliveries).toHaveLength(1);

  await consumer.resume();
  await inbox.until(2);
});

test('holds at most as many unsettled deliveries as asked', async () => {
  const { broker, queue } = await openTestBroker(amqpUrl);
  const inbox = new Inbox({ isSettling: false });
  await broker.consume(queue, { hold: 3 }, inbox.take);
  await broker.publish(Array.from({ length: 10 }, () => publicationFor(queue)));

  await inbox.until(3);

  expect(await broker.counts(queue)).toMatchObject({ ready: 7 });
  expect(inbox.deliveries).toHaveLength(3);
});

test('marks deliveries as lost when their consumer is closed, and settles them without complaint', async () => {
  const { broker, queue } = await openTestBroker(amqpUrl);
  const inbox = new Inbox({ isSettling: false });
  const consumer = await broker.consume(queue, { hold: 2 }, inbox.take);
  await broker.publish([publicationFor(queue), publicationFor(queue)]);
  const [settled, lost] = await inbox.until(2);
  let timesLost = 0;
  for (const delivery of [settled, lost]) delivery?.onLost(() => timesLost++);
  await settled?.settle();

  await consumer.close();

  expect([settled?.isLost(), lost?.isLost(), timesLost]).toEqual([false, true, 1]);
  lost?.onLost(() => timesLost++);
  expect(timesLost).toBe(2);
  await lost?.settle();
  await lost?.handBack();
  await until(async () => (await broker.counts(queue)).ready === 1, { what: 'the lost one to be back' });
});

test('purges what nobody holds', async () => {
  const { broker, queue } = await openTestBroker(amqpUrl);
  await broker.publish([publicationFor(queue), publicationFor(queue)]);

  expect(await broker.purge(queue)).toBe(2);
  expect(await broker.counts(queue)).toMatchObject({ ready: 0 });
});

test('counts nothing in a queue that is not there', async () => {
  const { broker, queue } = await openTestBroker(amqpUrl);

  expect(await broker.counts({ ...queue, name: 'nobody-has-this' })).toEqual({
    ready: 0,
    held: undefined,
    consumers: 0,
  });
  expect(await broker.purge({ ...queue, name: 'nobody-has-this' })).toBe(0);
});

test('answers a ping until it is closed', async () => {
  const { broker } = await openTestBroker(amqpUrl);

  await broker.ping();
  await broker.close();

  await expect(broker.ping()).rejects.toMatchObject({ code: 'RABBITMQ_UNAVAILABLE' });
});
