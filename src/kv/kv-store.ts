import type { Database } from '../db/database.ts';
import type { AskRedis } from './ask-redis.ts';

/** Where everything of this room is kept, and the first part of every key and channel. */
export type KvStore =
  | { readonly kind: 'redis'; readonly prefix: string; readonly ask: AskRedis }
  | { readonly kind: 'postgresql'; readonly prefix: string; readonly database: Database };
