import type { Config } from '../../config/load-config.ts';
import type { KvStore } from '../kv-store.ts';
import type { Signals } from '../signals/signals.ts';
import type { Cache } from './cache.ts';
import type { CacheStore } from './cache-store.ts';
import { Figures } from './figures.ts';
import { Forgetting } from './forgetting.ts';
import { KeptEntries } from './kept-entries.ts';
import { KIND_TTLS_MS } from './kinds.ts';
import { Loads } from './loads.ts';
import { PostgresCacheStore } from './postgres-cache-store.ts';
import { ProcessLevel } from './process-level.ts';
import { RedisCacheStore } from './redis-cache-store.ts';
import { StoredCache } from './stored-cache.ts';

const ADD_FIGURES_MS = 10_000;

export interface OpenCacheOptions {
  readonly store: KvStore;
  readonly signals: Signals;
  readonly config: Config['kv'];
}

/** The cache, and what ends it: the figures are then in the store, and no timer is left. */
export function openCache({ store: kvStore, signals, config }: OpenCacheOptions): {
  readonly cache: Cache;
  readonly close: () => Promise<void>;
} {
  const store = cacheStoreOf(kvStore);
  const figures = new Figures();
  const level = new ProcessLevel(config.cacheLocalEntries, figures);
  const loads = new Loads();
  const forgetting = new Forgetting({ store, signals, level, loads });
  const entries = new KeptEntries({ store, level, signals, forgetting });
  const ttls = { ...KIND_TTLS_MS, ...config.cacheTtlsMs };
  const ttlOf = (kind: string): number => ttls[kind] ?? config.cacheTtlMs;
  const stop = forgetting.listen();
  const addFigures = async (): Promise<void> => {
    const sums = figures.take();
    if (Object.keys(sums).length === 0) return;
    await store.addFigures(sums).catch(() => figures.giveBack(sums));
  };
  const timer = setInterval(() => void addFigures(), ADD_FIGURES_MS);
  timer.unref();
  return {
    cache: new StoredCache({ store, entries, forgetting, loads, figures, ttlOf }),
    close: async () => {
      clearInterval(timer);
      if (forgetting.isBehind) await forgetting.settle().catch(() => {});
      await addFigures();
      stop();
    },
  };
}

function cacheStoreOf(store: KvStore): CacheStore {
  switch (store.kind) {
    case 'redis':
      return new RedisCacheStore(store.ask, store.prefix);
    case 'postgresql':
      return new PostgresCacheStore(store.database, store.prefix);
    case 'memory':
      return store.cache;
  }
}
