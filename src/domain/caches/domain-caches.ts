import type { Kv } from '../../kv/kv.ts';
import type { DomainReader } from '../domain-tables.ts';
import { type Keep, keepIn } from './keep.ts';
import { type ShopCaches, shopCaches } from './shop-caches.ts';
import { type TaskCaches, taskCaches } from './task-caches.ts';
import { type UserCaches, userCaches } from './user-caches.ts';

/**
 * What the sample application reads often. Each answer is as fresh as the last write that the application made, and past
 * that as its kind's time to live says; what is missing is kept as well. While the store is away everything is read from
 * the database.
 */
export type DomainCaches = UserCaches & TaskCaches & ShopCaches;

/** `keep` decides how: by default what is kept is given, see {@link keepIn}. */
export function domainCaches(
  { cache, activity }: Pick<Kv, 'cache' | 'activity'>,
  reader: DomainReader,
  keep: Keep = keepIn(cache),
): DomainCaches {
  const users = userCaches(reader, keep);
  return { ...users, ...taskCaches({ reader, activity, users }, keep), ...shopCaches(reader, keep) };
}
