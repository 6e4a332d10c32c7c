import { randomUUID } from 'node:crypto';
import type { Config } from '../../config/load-config.ts';
import { type Finding, findingsAbout } from './finding.ts';
import { reachRedis } from './reach-redis.ts';

const { ok, failed } = findingsAbout('kv');

/** Writes, reads and deletes a key where cache and sessions live. Never rejects. */
export async function examineKv({ address, prefix }: Config['kv']): Promise<readonly Finding[]> {
  if (!address) return [];
  const key = `${prefix}:doctor:${randomUUID()}`;
  try {
    const read = await reachRedis(address, async (client) => {
      await client.set(key, key, 'PX', 10_000);
      const value = await client.get(key);
      await client.del(key);
      return value;
    });
    if (read === key) return [ok('set, get, delete', 'done')];
    return [
      failed('set, get, delete', 'the key was not read back', 'Check that KV_REDIS_URL names a primary.'),
    ];
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [
      failed(
        'set, get, delete',
        why,
        `Check KV_REDIS_URL (or REDIS_URL), and that its user may use keys that start with ${prefix}:.`,
      ),
    ];
  }
}
