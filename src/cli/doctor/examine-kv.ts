import { randomUUID } from 'node:crypto';
import type { Config } from '../../config/load-config.ts';
import { openDatabase } from '../../db/open-database.ts';
import { PostgresCacheStore } from '../../kv/cache/postgres-cache-store.ts';
import { LedgerUnavailableError } from '../../ledger/ledger-errors.ts';
import { type Finding, findingsAbout } from './finding.ts';
import { reachRedis } from './reach-redis.ts';

const { ok, failed } = findingsAbout('kv');
const LOOKED = 'set, get, delete';
const TTL_MS = 10_000;

/** Writes, reads and deletes a key in the Redis where cache and sessions live. Never rejects. */
export async function examineKvOnRedis(
  address: NonNullable<Config['kv']['address']>,
  prefix: string,
): Promise<readonly Finding[]> {
  const key = `${prefix}:doctor:${randomUUID()}`;
  try {
    const read = await reachRedis(address, async (client) => {
      await client.set(key, key, 'PX', TTL_MS);
      const value = await client.get(key);
      await client.del(key);
      return value;
    });
    if (read === key) return [ok(LOOKED, 'done')];
    return [failed(LOOKED, 'the key was not read back', 'Check that KV_REDIS_URL names a primary.')];
  } catch (error) {
    const remedy = `Check KV_REDIS_URL (or REDIS_URL), and that its user may use keys that start with ${prefix}:.`;
    return [failed(LOOKED, wordsOf(error), remedy)];
  }
}

/** The same in PostgreSQL, where they live without Redis; nothing when that does not answer, which is found elsewhere. */
export async function examineKvOnPostgres(url: string, prefix: string): Promise<readonly Finding[]> {
  const database = openDatabase({
    url,
    maxConnections: 1,
    applicationName: 'nightshift doctor',
    queryTimeoutMs: 5_000,
  });
  const store = new PostgresCacheStore(database, prefix);
  const key = `doctor:${randomUUID()}`;
  const bytes = Buffer.from(key);
  try {
    await store.write([{ key, bytes, ttlMs: TTL_MS }]);
    const [read] = await store.read([key]);
    await store.delete([key]);
    if (read?.equals(bytes) === true) return [ok(LOOKED, 'done, in PostgreSQL')];
    return [failed(LOOKED, 'the key was not read back', 'Check that DATABASE_URL names a primary.')];
  } catch (error) {
    if (error instanceof LedgerUnavailableError) return [];
    return [failed(LOOKED, wordsOf(error), 'Run `nightshift migrate`.')];
  } finally {
    await database.close();
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
