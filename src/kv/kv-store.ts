import type { Database } from '../db/database.ts';
import type { AskRedis } from './ask-redis.ts';
import type { CacheStore } from './cache/cache-store.ts';

/** Where everything of this room is kept, and the first part of every key and channel. */
export type KvStore =
  | { readonly kind: 'redis'; readonly prefix: string; readonly ask: AskRedis }
  | { readonly kind: 'postgresql'; readonly prefix: string; readonly database: Database }
  /** For tests of applications. */
  | { readonly kind: 'memory'; readonly prefix: string; readonly cache: CacheStore };
