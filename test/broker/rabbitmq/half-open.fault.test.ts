import { expect, onTestFinished, test } from 'vitest';
import { startTcpProxy } from '../../faults/tcp-proxy.ts';
import { amqpUrl } from '../../servers/urls.ts';
import { until } from '../../until.ts';
import { Inbox, openTestBroker, publicationFor } from './open-test-broker.ts';

test('notices within 15 s that the other side has vanished, answers in time meanwhile, and goes on when it is back', async () => {
  const proxy = await startTcpProxy(Number(new URL(amqpUrl).port));
  onTestFinished(() => proxy.close());
  const { broker, queue } = await openTestBroker(proxy.urlOf(amqpUrl));
  const inbox = new Inbox();
  await broker.consume(queue, { hold: 5 }, inbox.take);
  const lost = new Promise((resolve) => broker.on('lost', resolve));

  const cutAt = performance.now();
  proxy.toServer.isBlackHole = true;
  proxy.toClient.isBlackHole = true;
  const [error] = await broker.publish([publicationFor(queue)]);
  expect(error).toMatchObject({ kind: 'unconfirmed' });
  expect(performance.now() - cutAt).toBeLessThan(2_500);
  await expect(broker.ping()).rejects.toMatchObject({ code: 'RABBITMQ_UNAVAILABLE' });
  await lost;
  expect(performance.now() - cutAt).toBeLessThan(16_000);

  proxy.heal();
  await until(async () => (await broker.publish([publicationFor(queue)]))[0] === undefined, {
    what: 'a yes',
  });
  expect(await inbox.until(1)).not.toHaveLength(0);
});
