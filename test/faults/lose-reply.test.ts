import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { freshQueueName } from '../servers/fresh-queue-name.ts';
import { redisUrl } from '../servers/urls.ts';
import { until } from '../until.ts';
import { startTcpProxy } from './tcp-proxy.ts';

test('loses a reply although the server did what was asked', async () => {
  const key = freshQueueName('lost-reply');
  const proxy = await startTcpProxy(Number(new URL(redisUrl).port));
  const redis = new Redis(proxy.urlOf(redisUrl), { maxRetriesPerRequest: 0, retryStrategy: () => 10 });
  redis.on('error', () => {});
  await redis.ping();
  const cut = proxy.toServer.loseReplyTo('incr', { times: 1 });

  await expect(redis.incr(key)).rejects.toThrow('retries per request');
  await until(() => redis.status === 'ready', { what: 'the client to be back' });
  expect(await redis.get(key)).toBe('1');
  expect(cut.cuts).toBe(1);
  await redis.del(key);
  redis.disconnect();
  await proxy.close();
});
