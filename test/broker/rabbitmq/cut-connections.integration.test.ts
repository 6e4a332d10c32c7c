import { expect, onTestFinished, test } from 'vitest';
import { parseAmqpUrl } from '../../../src/config/amqp-address.ts';
import { METHODS } from '../../faults/amqp-methods.ts';
import { startTcpProxy, type TcpProxy } from '../../faults/tcp-proxy.ts';
import { amqpUrl } from '../../servers/urls.ts';
import { until } from '../../until.ts';
import { startBornDeadRelay } from './born-dead-relay.ts';
import { Inbox, openTestBroker, publicationFor } from './open-test-broker.ts';

async function startProxy(): Promise<{ proxy: TcpProxy; url: string }> {
  const proxy = await startTcpProxy(Number(new URL(amqpUrl).port));
  onTestFinished(() => proxy.close());
  return { proxy, url: proxy.urlOf(amqpUrl) };
}

test('publishes and consumes again within 2 s of a cut, and confirms what was on its way', async () => {
  const { proxy, url } = await startProxy();
  const { broker, queue } = await openTestBroker(url);
  const inbox = new Inbox();
  await broker.consume(queue, { hold: 20 }, inbox.take);
  const publications = Array.from({ length: 300 }, () => publicationFor(queue));

  const publishing = publications.map((publication) => broker.publish([publication]));
  proxy.cutAll();
  const answers = await Promise.all(publishing);

  expect(answers.flat().filter((error) => error !== undefined)).toEqual([]);
  await until(() => new Set(inbox.ids()).size === 300, { what: 'every job', timeoutMs: 3_000 });
});

test('tells once that the connection is lost, and once that it is back', async () => {
  const { proxy, url } = await startProxy();
  const { broker, queue } = await openTestBroker(url);
  await broker.consume(queue, { hold: 1 }, () => {});
  const news: unknown[] = [];
  broker.on('lost', (cause) => news.push(cause));
  broker.on('restored', (downMs) => news.push(downMs));

  proxy.isRefusing = true;
  proxy.cutAll();
  await until(() => news.length > 0, { what: 'the loss to be noticed' });
  await expect(broker.ping()).rejects.toMatchObject({ code: 'RABBITMQ_UNAVAILABLE' });
  proxy.heal();

  await until(() => news.length > 1, { what: 'the connection to be back', timeoutMs: 3_000 });
  await broker.ping();
  expect(news).toEqual([expect.any(Error), expect.any(Number)]);
});

test('marks what was held when the connection went as lost, and delivers it again', async () => {
  const { proxy, url } = await startProxy();
  const { broker, queue } = await openTestBroker(url);
  const inbox = new Inbox({ isSettling: false });
  await broker.consume(queue, { hold: 5 }, inbox.take);
  await broker.publish([publicationFor(queue)]);
  const [held] = await inbox.until(1);

  proxy.cutAll();

  const [, again] = await inbox.until(2, 3_000);
  expect(held?.isLost()).toBe(true);
  await held?.settle();
  expect(again).toMatchObject({ isFirst: false, mark: held?.mark });
  await again?.settle();
});

test('answers "unconfirmed" within the deadline when the server was sent it and went silent', async () => {
  const { proxy, url } = await startProxy();
  const { broker, queue } = await openTestBroker(url, { deadlineMs: 500 });
  proxy.toClient.isBlackHole = true;

  const startedAt = performance.now();
  const [error] = await broker.publish([publicationFor(queue)]);

  expect(error).toMatchObject({ kind: 'unconfirmed' });
  expect(performance.now() - startedAt).toBeLessThan(1_000);
  proxy.heal();
});

test('answers "refused" within the deadline while the server is away, and publishes when it is back', async () => {
  const { proxy, url } = await startProxy();
  const { broker, queue } = await openTestBroker(url, { deadlineMs: 500 });
  const lost = new Promise((resolve) => broker.on('lost', resolve));
  proxy.isRefusing = true;
  proxy.cutAll();
  await lost;

  const [error] = await broker.publish([publicationFor(queue)]);

  expect(error).toMatchObject({ kind: 'refused', message: expect.stringContaining(queue.name) });
  proxy.heal();
  await until(async () => (await broker.publish([publicationFor(queue)]))[0] === undefined, {
    what: 'a publication to be confirmed',
  });
});

test('opens while the server is away, and works once it is there', async () => {
  const { proxy, url } = await startProxy();
  proxy.isRefusing = true;
  const { broker, queue } = await openTestBroker(url);
  const inbox = new Inbox();
  await broker.consume(queue, { hold: 5 }, inbox.take);

  const publishing = broker.publish([publicationFor(queue)]);
  proxy.heal();

  expect(await publishing).toEqual([undefined]);
  await inbox.until(1, 3_000);
});

test('goes on with the next host of the cluster when one is gone', async () => {
  const { proxy } = await startProxy();
  const second = await startProxy();
  const servers = [proxy, second.proxy].map(({ port }) => ({ host: '127.0.0.1', port }));
  const [first, ...others] = servers;
  if (first === undefined) throw new Error('two proxies give two servers');
  const address = { ...parseAmqpUrl(amqpUrl), servers: [first, ...others] as const };
  const { broker, queue } = await openTestBroker(amqpUrl, { address });
  const inbox = new Inbox();
  await broker.consume(queue, { hold: 5 }, inbox.take);

  proxy.isRefusing = true;
  proxy.cutAll();

  expect(await broker.publish([publicationFor(queue)])).toEqual([undefined]);
  expect(await inbox.until(1, 3_000)).toHaveLength(1);
  expect(second.proxy.connections).toBe(2);
});

test('is not taken in by a connection that was closed in the packet that opened it', async () => {
  const { broker, queue } = await openTestBroker(await startBornDeadRelay(amqpUrl, 2));
  const inbox = new Inbox();
  await broker.consume(queue, { hold: 5 }, inbox.take);

  await until(async () => (await broker.publish([publicationFor(queue)]))[0] === undefined, {
    what: 'a yes',
  });
  expect(await inbox.until(1)).not.toHaveLength(0);
});

for (const [method, bytes] of Object.entries(METHODS)) {
  test(`consumes within 10 s though the connection is cut at ${method}, before and after the server has it`, async () => {
    const { proxy, url } = await startProxy();
    const { broker, queue } = await openTestBroker(url);
    const inbox = new Inbox();
    await broker.consume(queue, { hold: 5 }, inbox.take);
    proxy.toServer.cutBefore(Uint8Array.from(bytes));
    proxy.toServer.cutAfter(Uint8Array.from(bytes), { skip: 1 });
    proxy.toServer.loseReplyTo(Uint8Array.from(bytes), { skip: 2 });

    proxy.cutAll();

    await until(() => [...proxy.toServer.cuts].every(({ cuts }) => cuts > 0), { what: 'three cuts' });
    await until(async () => (await broker.publish([publicationFor(queue)]))[0] === undefined, {
      what: 'a publication to be confirmed',
    });
    expect(await inbox.until(1)).not.toHaveLength(0);
  });
}
