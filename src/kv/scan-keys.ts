import type { AskRedis } from './ask-redis.ts';

const SCAN_COUNT = 500;

/** The names of all keys that fit a pattern of Redis, some at a time; one may come twice. On a Cluster, of all servers. */
export async function* scanKeys(ask: AskRedis, match: string): AsyncGenerator<readonly string[]> {
  const servers = await ask(async (redis) => ('nodes' in redis ? redis.nodes('master') : [redis]));
  for (const server of servers) {
    let cursor = '0';
    do {
      const [next, names] = await ask(() => server.scan(cursor, 'MATCH', match, 'COUNT', SCAN_COUNT));
      cursor = next;
      if (names.length > 0) yield names;
    } while (cursor !== '0');
  }
}
