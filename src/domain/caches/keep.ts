import type { Cache } from '../../kv/cache/cache.ts';

/** Gives what is kept under a key, else what `load` gives, which is then kept. */
export type Keep = <Value>(
  key: string,
  load: () => Promise<Value>,
  tags?: readonly string[],
) => Promise<Value>;

/** Keeps each for as long as its kind is. */
export function keepIn(cache: Pick<Cache, 'wrap'>): Keep {
  return (key, load, tags = []) => cache.wrap(key, { tags }, load);
}

/** Loads everything anew, whatever is kept; by default for as long as its kind is kept. */
export function renewIn(cache: Pick<Cache, 'delete' | 'wrap'>, ttlMs?: number): Keep {
  return async (key, load, tags = []) => {
    await cache.delete(key);
    return cache.wrap(key, { tags, ttlMs }, load);
  };
}
