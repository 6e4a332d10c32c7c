import type { RedisClient } from './connect-redis.ts';
import type { MarkerStore } from './memory-watch.ts';

/** Markers in Redis: the key `ns-marker` beside the queue's own. */
export function redisMarkerStore(client: RedisClient, keyPrefixOf: (queue: string) => string): MarkerStore {
  const keyOf = (queue: string): string => `${keyPrefixOf(queue)}:ns-marker`;
  return {
    read: async (queue) => (await client.get(keyOf(queue))) ?? undefined,
    create: async (queue, marker) => void (await client.set(keyOf(queue), marker, 'NX')),
    replace: async (queue, marker) => void (await client.set(keyOf(queue), marker)),
  };
}
