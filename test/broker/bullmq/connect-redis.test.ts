import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { connectRedis } from '../../../src/broker/bullmq/connect-redis.ts';
import { parseRedisUrl } from '../../../src/config/redis-address.ts';
import { findPort } from '../../servers/find-port.ts';

afterEach(() => {
  vi.useRealTimers();
});

it('drops a connection that stays silent, also after one that broke with a command unanswered', async () => {
  const port = await findPort();
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  const redis = connectRedis(parseRedisUrl(`redis://127.0.0.1:${port}`), 'work');
  redis.on('error', () => {});

  const broken = await nextAsked(server);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true });
  const silentAsked = nextAsked(server);
  broken.destroy();
  const silent = await silentAsked;
  const dropped = once(silent, 'close');
  await vi.advanceTimersByTimeAsync(15_000);
  await expect(dropped).resolves.toBeDefined();

  redis.disconnect();
  server.close();
});

/** The next connection on which a command arrived. */
async function nextAsked(server: Server): Promise<Socket> {
  const [socket] = (await once(server, 'connection')) as [Socket];
  await once(socket, 'data');
  return socket;
}
