import { once } from 'node:events';
import { connectRedis, type RedisClient } from '../../broker/bullmq/connect-redis.ts';
import type { RedisAddress } from '../../config/redis-address.ts';

const TIMEOUT_MS = 5_000;

/**
 * Gives `use` a connection to Redis and closes it afterwards. Rejects with what the server or the network said when
 * there is no connection within 5 s.
 */
export async function reachRedis<Result>(
  address: RedisAddress,
  use: (client: RedisClient) => Promise<Result>,
): Promise<Result> {
  const client = connectRedis(address, 'publish');
  let trouble: Error | undefined;
  client.on('error', (error: Error) => {
    trouble = error;
  });
  try {
    await once(client, 'ready', { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch((error: unknown) => {
      throw trouble ?? new Error(`no answer within ${TIMEOUT_MS / 1_000} s`, { cause: error });
    });
    return await use(client);
  } finally {
    client.disconnect();
  }
}
