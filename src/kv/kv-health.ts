import type { RedisClient } from '../broker/bullmq/connect-redis.ts';
import type { KvStore } from './kv-store.ts';

/** How the store stands. */
export interface KvHealth {
  readonly store: KvStore['kind'];
  readonly isAnswering: boolean;
  /** Of one question, in milliseconds. */
  readonly latencyMs: number;
  /** Why it does not answer. */
  readonly why?: string;
  /** Only of Redis; of all primaries together. */
  readonly memory?: KvMemory;
}

export interface KvMemory {
  readonly usedBytes: number;
  /** Undefined when there is no limit. */
  readonly maxBytes: number | undefined;
  readonly evictedKeys: number;
}

/** Asks the store one question. Never rejects. */
export async function examineStore(store: KvStore): Promise<KvHealth> {
  const startMs = performance.now();
  try {
    const memory = store.kind === 'redis' ? await store.ask(readMemory) : undefined;
    if (store.kind === 'postgresql') await store.database.query('SELECT 1');
    const latencyMs = performance.now() - startMs;
    return { store: store.kind, isAnswering: true, latencyMs, ...(memory ? { memory } : {}) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { store: store.kind, isAnswering: false, latencyMs: performance.now() - startMs, why };
  }
}

/** Of all primaries of a Redis together. */
export async function readMemory(client: RedisClient): Promise<KvMemory> {
  const servers = 'nodes' in client ? client.nodes('master') : [client];
  const infos = await Promise.all(
    servers.map(async (redis) => `${await redis.info('memory')}\n${await redis.info('stats')}`),
  );
  const sum = (name: string): number => infos.reduce((total, info) => total + numberIn(info, name), 0);
  return {
    usedBytes: sum('used_memory'),
    maxBytes: sum('maxmemory') || undefined,
    evictedKeys: sum('evicted_keys'),
  };
}

function numberIn(info: string, name: string): number {
  return Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1] ?? 0);
}
