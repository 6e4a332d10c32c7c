import type { RedisClient } from '../broker/bullmq/connect-redis.ts';
import type { Activity } from './activity/activity.ts';
import type { Cache } from './cache/cache.ts';
import type { Channels } from './channels/channels.ts';
import type { KvHealth } from './kv-health.ts';
import type { KvStore } from './kv-store.ts';
import type { Limits } from './limits/limits.ts';
import type { Locks } from './locks/locks.ts';
import type { Sessions } from './sessions/sessions.ts';
import type { Signals } from './signals/signals.ts';

/**
 * What an application keeps beside its tables: on Redis (`KV_REDIS_URL`, else `REDIS_URL`), without it on PostgreSQL,
 * with one behaviour on both. A Redis that is away never blocks: nothing here waits for it longer than 200 ms.
 */
export interface Kv {
  readonly cache: Cache;
  readonly sessions: Sessions;
  readonly limits: Limits;
  /** In PostgreSQL whatever the rest stands on. */
  readonly locks: Locks;
  readonly activity: Activity;
  /** Messages between processes, kept for who was away. */
  readonly channels: Channels;
  /** Words between processes, which need not arrive. */
  readonly signals: Signals;
  /** What the parts above stand on. */
  readonly store: KvStore;
  /** The bare ioredis client, for what is not offered here; keys are then the caller's own. Undefined on PostgreSQL. */
  readonly redis: RedisClient | undefined;
  /** Never rejects. */
  health(): Promise<KvHealth>;
  /** Gives the connections back; the database stays open for whoever opened it. */
  close(): Promise<void>;
}
