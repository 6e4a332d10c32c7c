import type { Redis } from 'ioredis';
import type { RedisClient } from '../../broker/bullmq/connect-redis.ts';
import type { AskRedis } from '../ask-redis.ts';
import { scanKeys } from '../scan-keys.ts';
import type { CacheStore, FigureSums, FoundKey, StoredEntry } from './cache-store.ts';
import { DELETE, DROP_LEASE, FILL, MAKE_TAG, RENEW_LEASE } from './redis-cache-scripts.ts';

const FIGURES_KEPT_MS = 30 * 86_400_000;

/** Keys are `prefix:cache:{key}` and, for leases, the same with `:load` behind it, which is of the same slot of a Cluster. */
export class RedisCacheStore implements CacheStore {
  readonly #ask: AskRedis;
  readonly #prefix: string;

  constructor(ask: AskRedis, prefix: string) {
    this.#ask = ask;
    this.#prefix = prefix;
  }

  read(keys: readonly string[]): Promise<readonly (Buffer | undefined)[]> {
    const names = keys.map((key) => this.#nameOf(key));
    return this.#ask((redis) => readMany(redis, names));
  }

  async write(entries: readonly StoredEntry[]): Promise<void> {
    await this.#ask((redis) =>
      Promise.all(
        entries.flatMap(({ key, bytes, ttlMs }) => [
          redis.set(this.#nameOf(key), bytes, 'PX', Math.ceil(ttlMs)),
          redis.unlink(this.#leaseOf(key)),
        ]),
      ),
    );
  }

  async delete(keys: readonly string[]): Promise<number> {
    const deleted = await this.#ask((redis) =>
      Promise.all(keys.map((key) => DELETE.run(redis, [this.#nameOf(key), this.#leaseOf(key)], []))),
    );
    return deleted.reduce<number>((sum, count) => sum + Number(count), 0);
  }

  async deletePattern(pattern: string): Promise<number> {
    // Without the closing brace, so that leases are found too.
    let deleted = 0;
    for await (const { names, isLease } of this.#scan(pattern)) {
      await this.#ask((redis) => unlinkMany(redis, names));
      deleted += names.filter((name) => !isLease(name)).length;
    }
    return deleted;
  }

  async find(pattern: string, limit: number): Promise<readonly FoundKey[]> {
    const found: FoundKey[] = [];
    for await (const { names, isLease } of this.#scan(pattern)) {
      for (const name of names.filter((each) => !isLease(each))) {
        if (found.length >= limit) return found;
        const [ttlMs, bytes] = await this.#ask((redis) =>
          Promise.all([redis.pttl(name), redis.strlen(name)]),
        );
        if (ttlMs !== -2) found.push({ key: this.#keyOf(name), ttlMs, bytes });
      }
    }
    return found;
  }

  async takeLease(key: string, token: string, forMs: number): Promise<boolean> {
    return (await this.#ask((redis) => redis.set(this.#leaseOf(key), token, 'PX', forMs, 'NX'))) === 'OK';
  }

  async renewLease(key: string, token: string, forMs: number): Promise<void> {
    await this.#ask((redis) => RENEW_LEASE.run(redis, [this.#leaseOf(key)], [token, forMs]));
  }

  async fill({ key, bytes, ttlMs }: StoredEntry, token: string): Promise<boolean> {
    const keys = [this.#nameOf(key), this.#leaseOf(key)];
    return (await this.#ask((redis) => FILL.run(redis, keys, [token, bytes, Math.ceil(ttlMs)]))) === 1;
  }

  async dropLease(key: string, token: string): Promise<void> {
    await this.#ask((redis) => DROP_LEASE.run(redis, [this.#leaseOf(key)], [token]));
  }

  async tagVersions(tags: readonly string[]): Promise<readonly (string | undefined)[]> {
    const found = await this.#ask((redis) => Promise.all(tags.map((tag) => redis.get(this.#tagOf(tag)))));
    return found.map((version) => version ?? undefined);
  }

  async makeTagVersions(tags: readonly string[], version: string, ttlMs: number): Promise<readonly string[]> {
    const values = [version, Math.ceil(ttlMs)];
    const made = await this.#ask((redis) =>
      Promise.all(tags.map((tag) => MAKE_TAG.run(redis, [this.#tagOf(tag)], values))),
    );
    return made.map(String);
  }

  async dropTags(tags: readonly string[]): Promise<void> {
    await this.#ask((redis) => Promise.all(tags.map((tag) => redis.unlink(this.#tagOf(tag)))));
  }

  async addFigures(sums: FigureSums): Promise<void> {
    const key = `${this.#prefix}:cache-figures`;
    const added = Object.entries(sums).flatMap(([kind, figures]) =>
      Object.entries(figures).map(([figure, sum]) => [`${figure} ${kind}`, sum] as const),
    );
    await this.#ask((redis) =>
      Promise.all([
        ...added.map(([field, sum]) => redis.hincrby(key, field, sum)),
        redis.pexpire(key, FIGURES_KEPT_MS),
      ]),
    );
  }

  async figures(): Promise<FigureSums> {
    const found = await this.#ask((redis) => redis.hgetall(`${this.#prefix}:cache-figures`));
    const sums: Record<string, Record<string, number>> = {};
    for (const [field, sum] of Object.entries(found)) {
      const space = field.indexOf(' ');
      (sums[field.slice(space + 1)] ??= {})[field.slice(0, space)] = Number(sum);
    }
    return sums;
  }

  async *#scan(pattern: string): AsyncGenerator<ScanStep> {
    const match = `${this.#prefix}:cache:{${escape(pattern)}}*`;
    for await (const names of scanKeys(this.#ask, match))
      yield { names, isLease: (name) => name.endsWith('}:load') };
  }

  #nameOf(key: string): string {
    return `${this.#prefix}:cache:{${key}}`;
  }

  #leaseOf(key: string): string {
    return `${this.#prefix}:cache:{${key}}:load`;
  }

  #tagOf(tag: string): string {
    return `${this.#prefix}:cache-tag:${tag}`;
  }

  #keyOf(name: string): string {
    return name.slice(`${this.#prefix}:cache:{`.length, -1);
  }
}

interface ScanStep {
  readonly names: readonly string[];
  readonly isLease: (name: string) => boolean;
}

/** Keys of one Cluster command must share a slot, so there each is its own command. */
async function readMany(redis: RedisClient, names: readonly string[]): Promise<(Buffer | undefined)[]> {
  const [only] = names;
  if (only !== undefined && names.length === 1) return [(await redis.getBuffer(only)) ?? undefined];
  const found = await ('nodes' in redis
    ? Promise.all(names.map((name) => redis.getBuffer(name)))
    : redis.mgetBuffer(...names));
  return found.map((bytes) => bytes ?? undefined);
}

async function unlinkMany(redis: RedisClient, names: readonly string[]): Promise<void> {
  if ('nodes' in redis) await Promise.all(names.map((name) => redis.unlink(name)));
  else await (redis satisfies Redis).unlink(...names);
}

/** What Redis would take for more than itself. */
function escape(pattern: string): string {
  return pattern.replaceAll(/[[\]\\]/g, '\\$&');
}
