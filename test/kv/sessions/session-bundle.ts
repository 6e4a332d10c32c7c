import { inject } from 'vitest';
import { connectRedis } from '../../../src/broker/bullmq/connect-redis.ts';
import { parseRedisUrl } from '../../../src/config/redis-address.ts';
import type { Database } from '../../../src/db/database.ts';
import { openDatabase } from '../../../src/db/open-database.ts';
import { makeSessions } from '../../../src/kv/sessions/make-sessions.ts';
import { SessionCopies } from '../../../src/kv/sessions/session-copies.ts';
import { sessionIdOf } from '../../../src/kv/sessions/session-token.ts';
import type { Sessions } from '../../../src/kv/sessions/sessions.ts';
import { freshQueueName } from '../../servers/fresh-queue-name.ts';
import { migratedDatabase } from '../../servers/migrated-database.ts';

export type Store = 'redis' | 'postgres';

/** Sessions of the test file's own, in a store of either kind, with hands on what the store holds. */
export async function openSessionBundle(store: Store) {
  const fresh = await migratedDatabase();
  const database = openDatabase({ url: fresh.url, maxConnections: 4 });
  const redis = connectRedis(parseRedisUrl(inject('redisUrl')), 'work');
  const prefix = freshQueueName('kv');
  const copies = store === 'redis' ? new SessionCopies((work) => work(redis), prefix) : undefined;
  const sessionsOn = (other: Database): Sessions =>
    makeSessions({ database: other, copies, ttlMs: 86_400_000 });
  const keyOf = (token: string): string => `${prefix}:session:${sessionIdOf(token)}`;
  return {
    sessions: sessionsOn(database),
    /** The same copies in Redis beside another PostgreSQL. */
    sessionsOn,
    database,
    copies: new SessionCopies((work) => work(redis), prefix),
    redis,
    keyOf,
    /** As if the session had been used last so many milliseconds ago, and its copy made then. */
    age: async (token: string, ms: number): Promise<void> => {
      await database.query(
        `UPDATE nightshift.sessions SET last_access_at = last_access_at - $2 * interval '1 ms',
           expires_at = expires_at - $2 * interval '1 ms' WHERE id = $1`,
        [sessionIdOf(token), ms],
      );
      if (store === 'redis') await redis.hset(keyOf(token), 'freshUntil', 0);
    },
    end: async (): Promise<void> => {
      await Promise.all([redis.quit(), database.close()]);
      await fresh.drop();
    },
  };
}

let lastUserId = 0;

/** A user who has no session yet. */
export function newUser() {
  lastUserId += 1;
  return { userId: lastUserId, name: 'Alice', role: 'admin', data: { theme: 'dark', seen: [1, 2] } };
}
