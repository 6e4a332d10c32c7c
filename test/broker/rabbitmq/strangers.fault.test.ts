import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { freshQueueName } from '../../servers/fresh-queue-name.ts';
import { amqpUrl } from '../../servers/urls.ts';
import { freshQueue, Inbox, openTestBroker, withChannel } from './open-test-broker.ts';

const SCRIPT = fileURLToPath(new URL('publish-as-stranger.py', import.meta.url));

/** Debian's Python, which has Debian's pika. */
const PYTHON = '/usr/bin/python3';

async function publishWithPika(
  exchange: string,
  routingKey: string,
  body: string,
  headers?: object,
): Promise<void> {
  const given = headers === undefined ? [] : [JSON.stringify(headers)];
  await promisify(execFile)(PYTHON, [SCRIPT, amqpUrl, exchange, routingKey, body, ...given]);
}

function freshExchange(): string {
  const exchange = freshQueueName('exchange');
  onTestFinished(async () => {
    await withChannel(amqpUrl, (channel) => channel.deleteExchange(exchange));
  });
  return exchange;
}

test('takes bare JSON that a Python program sends to the default exchange', async () => {
  const { broker, queue } = await openTestBroker(amqpUrl);
  const inbox = new Inbox();
  await broker.consume(queue, { hold: 1 }, inbox.take);

  await publishWithPika('', queue.name, '{"email":"a@example.com","task":{"id":7}}', { source: 'py', n: 3 });

  const [delivery] = await inbox.until(1);
  expect(delivery).toMatchObject({
    mark: { kind: 'stranger', exchange: '', routingKey: queue.name, headers: { source: 'py', n: 3 } },
    body: { kind: 'json', value: { email: 'a@example.com', task: { id: 7 } } },
    isFirst: true,
  });
  expect(delivery?.name).toBeUndefined();
});

test('declares the exchange that a queue is bound to, and takes what is published there', async () => {
  const exchange = freshExchange();
  const { broker, queue } = await openTestBroker(amqpUrl, {
    queue: { bindings: [{ exchange, key: 'task_updates' }] },
  });
  const inbox = new Inbox();
  await broker.consume(queue, { hold: 1 }, inbox.take);

  await publishWithPika(exchange, 'task_updates', '{"user_id":1}');

  const [delivery] = await inbox.until(1);
  expect(delivery?.mark).toMatchObject({ kind: 'stranger', exchange, routingKey: 'task_updates' });
});

test('binds to an exchange that others have declared in their own way', async () => {
  const exchange = freshExchange();
  await withChannel(amqpUrl, (channel) => channel.assertExchange(exchange, 'fanout', { durable: false }));
  const { broker, queue } = await openTestBroker(amqpUrl, {
    queue: { bindings: [{ exchange, key: 'any' }] },
  });
  const inbox = new Inbox();
  await broker.consume(queue, { hold: 1 }, inbox.take);

  await publishWithPika(exchange, 'whatever', '{}');

  expect(await inbox.until(1)).toHaveLength(1);
});

test('consumes a classic queue that others have declared, when its arguments say so', async () => {
  const queue = freshQueue(amqpUrl, { arguments: { 'x-max-length': 100 } });
  await withChannel(amqpUrl, (channel) =>
    channel.assertQueue(queue.name, { durable: true, arguments: { 'x-max-length': 100 } }),
  );
  const { broker } = await openTestBroker(amqpUrl, { queues: [queue] });
  const inbox = new Inbox();
  await broker.consume(queue, { hold: 1 }, inbox.take);

  await publishWithPika('', queue.name, '{}');

  expect(await inbox.until(1)).toHaveLength(1);
});

test('survives headers of more than 64 KiB', async () => {
  const { broker, queue } = await openTestBroker(amqpUrl);
  const inbox = new Inbox();
  await broker.consume(queue, { hold: 1 }, inbox.take);
  const headers = Object.fromEntries(Array.from({ length: 90 }, (_, n) => [`h${n}`, 'x'.repeat(1_000)]));

  await publishWithPika('', queue.name, '{}', headers);

  const [delivery] = await inbox.until(1);
  expect(delivery?.mark.kind).toBe('stranger');
});
