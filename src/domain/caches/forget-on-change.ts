import type { Cache } from '../../kv/cache/cache.ts';
import type { ChangeListener } from '../domain-change.ts';
import { staleAfter } from './stale-after.ts';

/** Forgets in every process what a write has made stale, before whoever wrote goes on. */
export function forgetOnChange(cache: Pick<Cache, 'delete' | 'invalidateTags'>): ChangeListener {
  return async (changes) => {
    const stale = changes.map(staleAfter);
    const keys = new Set(stale.flatMap((each) => each.keys ?? []));
    const tags = new Set(stale.flatMap((each) => each.tags ?? []));
    await cache.delete(...keys);
    await cache.invalidateTags(...tags);
  };
}
