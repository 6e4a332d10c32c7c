import { inject } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import { openDatabase } from '../../src/db/open-database.ts';
import type { Kv } from '../../src/kv/kv.ts';
import { openKv } from '../../src/kv/open-kv.ts';
import { silentLog } from '../../src/telemetry/log.ts';
import { KvMemory, openTestKv } from '../../src/testing/index.ts';
import { freshQueueName } from '../servers/fresh-queue-name.ts';
import { migratedDatabase } from '../servers/migrated-database.ts';

/** Both stores that every part of `kv` must work on. */
export const STORES = ['redis', 'postgresql'] as const;
/** The one of `nightshift/testing`, which has to behave like them. */
export const ALL_STORES = [...STORES, 'memory'] as const;
export type StoreKind = (typeof ALL_STORES)[number];

/** A store of the test file's own. */
export async function openKvBundle(kind: StoreKind, redisUrl: string = inject('redisUrl')) {
  const fresh = await migratedDatabase();
  const env = {
    DATABASE_URL: fresh.url,
    NIGHTSHIFT_KV_PREFIX: freshQueueName('kv'),
    ...(kind === 'redis' ? { KV_REDIS_URL: redisUrl } : {}),
  };
  const config = loadConfig(env, { envFile: false });
  const databases = [openDatabase({ url: fresh.url, maxConnections: 4 })];
  const opened: Kv[] = [];
  const memory = new KvMemory();
  const [database] = databases as [(typeof databases)[number]];
  return {
    env,
    config,
    database,
    /** As a process of its own would have it. */
    open: (log = silentLog): Kv => {
      if (kind === 'memory') return openTestKv(memory);
      const own = openDatabase({ url: fresh.url, maxConnections: 4 });
      databases.push(own);
      const kv = openKv({ config: config.kv, database: own, log });
      opened.push(kv);
      return kv;
    },
    end: async (): Promise<void> => {
      for (const kv of opened) await kv.close();
      for (const each of databases) await each.close();
      await fresh.drop();
    },
  };
}

export type KvBundle = Awaited<ReturnType<typeof openKvBundle>>;
