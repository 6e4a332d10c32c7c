import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { connectRedis, type RedisClient } from '../../../src/broker/bullmq/connect-redis.ts';
import { parseRedisUrl } from '../../../src/config/redis-address.ts';
import type { Database } from '../../../src/db/database.ts';
import { openDatabase } from '../../../src/db/open-database.ts';
import { rowsOf } from '../../../src/db/rows-of.ts';
import type { Limit, LimitKind } from '../../../src/kv/limits/limit.ts';
import type { LimitStore } from '../../../src/kv/limits/limit-store.ts';
import type { Limits } from '../../../src/kv/limits/limits.ts';
import { makeLimits } from '../../../src/kv/limits/make-limits.ts';
import { MemoryLimitStore } from '../../../src/kv/limits/memory-limit-store.ts';
import { PostgresLimitStore } from '../../../src/kv/limits/postgres-limit-store.ts';
import { RedisLimitStore } from '../../../src/kv/limits/redis-limit-store.ts';
import { useWindow, windowDecision } from '../../../src/kv/limits/sliding-window.ts';
import { sweepLimits } from '../../../src/kv/limits/sweep-limits.ts';
import type { FreshDatabase } from '../../servers/fresh-database.ts';
import { freshQueueName } from '../../servers/fresh-queue-name.ts';
import { migratedDatabase } from '../../servers/migrated-database.ts';
import { until } from '../../until.ts';

const KINDS: readonly LimitKind[] = ['fixed-window', 'sliding-window', 'token-bucket'];
const MINUTE_MS = 60_000;

let fresh: FreshDatabase;
let database: Database;
let redis: RedisClient;
beforeAll(async () => {
  fresh = await migratedDatabase();
  database = openDatabase({ url: fresh.url, maxConnections: 5 });
  redis = connectRedis(parseRedisUrl(inject('redisUrl')), 'work');
});
afterAll(async () => {
  await Promise.all([redis.quit(), database.close()]);
  await fresh.drop();
});

const STORES: Readonly<Record<string, () => LimitStore>> = {
  redis: () => new RedisLimitStore((work) => work(redis)),
  postgres: () => new PostgresLimitStore(database),
  memory: () => new MemoryLimitStore(),
};

function limitsOn(store: LimitStore, prefix = freshQueueName('kv')): Limits {
  return makeLimits({ store, prefix, isAway: () => false });
}

/** `count` uses at once. */
function takeMany(limits: Limits, limit: Limit, count: number) {
  return Promise.all(Array.from({ length: count }, () => limits.take(limit, 'alice')));
}

describe.each(Object.keys(STORES))('limits on %s', (name) => {
  const open = (prefix?: string): Limits => limitsOn((STORES[name] as () => LimitStore)(), prefix);

  describe.each(KINDS)('%s', (kind) => {
    const limit = { name: 'api', max: 10, windowMs: MINUTE_MS, kind };

    test('allows so many and no more, and counts down', async () => {
      const limits = open();
      for (let left = 9; left >= 0; left -= 1)
        expect(await limits.take(limit, 'alice')).toMatchObject({
          allowed: true,
          remaining: left,
          retryAfterMs: 0,
          isApproximate: false,
        });
      const refused = await limits.take(limit, 'alice');
      expect(refused).toMatchObject({ allowed: false, remaining: 0 });
      expect(refused.retryAfterMs).toBeGreaterThan(0);
      expect(refused.retryAfterMs).toBeLessThanOrEqual(2 * MINUTE_MS);
      expect(refused.resetMs).toBeGreaterThanOrEqual(refused.retryAfterMs - 1);
    });

    test('allows exactly so many of a crowd', async () => {
      const limits = open();
      const decisions = await takeMany(limits, limit, 100);
      expect(decisions.filter(({ allowed }) => allowed)).toHaveLength(10);
      expect(Math.min(...decisions.map(({ remaining }) => remaining))).toBe(0);
    });

    test('keeps keys, and limits of other names, apart', async () => {
      const limits = open();
      await takeMany(limits, limit, 11);
      expect(await limits.take(limit, 'bob')).toMatchObject({ allowed: true, remaining: 9 });
      expect(await limits.take({ ...limit, name: 'export' }, 'alice')).toMatchObject({ allowed: true });
      expect(await limits.take(limit, 'alice')).toMatchObject({ allowed: false });
    });

    test('has room again when it said so', async () => {
      const limits = open();
      const short = { ...limit, max: 2, windowMs: kind === 'fixed-window' ? 1_000 : 400 };
      await takeMany(limits, short, 2);
      const refused = await limits.take(short, 'alice');
      expect(refused.allowed).toBe(false);
      const startMs = performance.now();
      await until(() => performance.now() - startMs >= refused.retryAfterMs, { what: 'the time to pass' });
      expect(await limits.take(short, 'alice')).toMatchObject({ allowed: true });
    });

    test('a larger limit of the same name counts at once, with what was used', async () => {
      const limits = open();
      await takeMany(limits, limit, 12);
      const after = await limits.take({ ...limit, max: 100 }, 'alice');
      expect(after.allowed).toBe(true);
    });

    test('forgets what was used on request', async () => {
      const limits = open();
      await takeMany(limits, limit, 12);
      await limits.reset(limit, 'alice');
      expect(await limits.take(limit, 'alice')).toMatchObject({ allowed: true, remaining: 9 });
    });

    test('takes keys of any length and content', async () => {
      const limits = open();
      for (const key of ['', 'ключ', 'x'.repeat(5_000), `${'x'.repeat(5_000)}y`, 'a\0b', '{a}:*'])
        expect(await limits.take(limit, key)).toMatchObject({ allowed: true, remaining: 9 });
    });
  });
});

describe.each(['redis', 'postgres'])('limits shared on %s', (name) => {
  const store = STORES[name] as () => LimitStore;

  test.each(KINDS)('%s: processes count together, and a restart forgets nothing', async (kind) => {
    const prefix = freshQueueName('kv');
    const limit = { name: 'api', max: 20, windowMs: MINUTE_MS, kind };
    const processes = [limitsOn(store(), prefix), limitsOn(store(), prefix), limitsOn(store(), prefix)];
    const decisions = await Promise.all(processes.map((limits) => takeMany(limits, limit, 20)));
    expect(decisions.flat().filter(({ allowed }) => allowed)).toHaveLength(20);
    expect(await limitsOn(store(), prefix).take(limit, 'alice')).toMatchObject({ allowed: false });
  });
});

describe('the steps in Lua and in SQL are those of the process', () => {
  const windowMs = 1_000_000;
  const sliding = { name: 'api', max: 10, windowMs, kind: 'sliding-window' } as const;
  const bucket = { name: 'api', max: 10, windowMs, kind: 'token-bucket' } as const;
  const prefix = freshQueueName('kv');
  const keyOf = ({ kind }: Limit) => `${prefix}:limit:api:${kind}:${windowMs}:ada`;
  /** Ten uses in the window before, and none since. */
  const lastWindow = () => ({
    windowNumber: Math.floor(Date.now() / windowMs) - 1,
    previous: 99,
    current: 10,
  });

  const seedRedis = async (): Promise<Limits> => {
    const { windowNumber, previous, current } = lastWindow();
    await redis.hset(keyOf(sliding), { number: windowNumber, previous, current });
    await redis.hset(keyOf(bucket), { spent: 10, filledAt: Date.now() - 300_000 });
    return limitsOn(new RedisLimitStore((work) => work(redis)), prefix);
  };
  const seedPostgres = async (): Promise<Limits> => {
    const { windowNumber, previous, current } = lastWindow();
    await database.query(
      `INSERT INTO nightshift.sliding_windows VALUES ($1, $2, $3, $4, true, now() + interval '1 hour')`,
      [keyOf(sliding), windowNumber, previous, current],
    );
    await database.query(
      `INSERT INTO nightshift.token_buckets VALUES ($1, 10, now() - interval '300 s', true, now() + interval '1 hour')`,
      [keyOf(bucket)],
    );
    return limitsOn(new PostgresLimitStore(database), prefix);
  };
  const likeProcess = () => {
    const nowMs = Date.now();
    const { state, isAllowed } = useWindow(lastWindow(), sliding, nowMs);
    return windowDecision(state, sliding, { nowMs, isAllowed });
  };

  test.each([
    ['Lua', seedRedis],
    ['SQL', seedPostgres],
  ])('in %s', async (_language, seed) => {
    const limits = await seed();
    const [early, decision, late] = [likeProcess(), await limits.take(sliding, 'ada'), likeProcess()];
    expect([early.allowed, late.allowed]).toContain(decision.allowed);
    expect([early.remaining, late.remaining]).toContain(decision.remaining);
    expect(decision.retryAfterMs).toBeGreaterThanOrEqual(late.retryAfterMs - 50);
    expect(decision.retryAfterMs).toBeLessThanOrEqual(early.retryAfterMs + 50);

    const refilled = await limits.take(bucket, 'ada');
    expect(refilled).toMatchObject({ allowed: true, remaining: 2 });
    expect(Math.abs(refilled.resetMs - 800_000)).toBeLessThan(5_000);
  });
});

test('counts in the process while the store is away, and says so', async () => {
  const away: LimitStore = {
    take: () => Promise.reject(new Error('away')),
    reset: () => Promise.reject(new Error('away')),
  };
  const limits = makeLimits({ store: away, prefix: 'kv', isAway: () => true });
  const decisions = await takeMany(limits, { name: 'api', max: 10, windowMs: MINUTE_MS }, 20);
  expect(decisions.filter(({ allowed }) => allowed)).toHaveLength(10);
  expect(decisions.every(({ isApproximate }) => isApproximate)).toBe(true);
});

test.each<[string, Partial<Limit>]>([
  ['name', { name: 'a b' }],
  ['no uses', { max: 0 }],
  ['parts of a use', { max: 1.5 }],
  ['no time', { windowMs: 0 }],
  ['a month and more', { windowMs: 2_592_000_000 }],
  ['parts of a second for a fixed window', { windowMs: 1_500, kind: 'fixed-window' }],
])('refuses a limit with %s', async (_what, wrong) => {
  const limits = limitsOn(new MemoryLimitStore());
  const limit = { name: 'api', max: 10, windowMs: MINUTE_MS, ...wrong };
  await expect(limits.take(limit, 'alice')).rejects.toMatchObject({ code: 'INVALID_LIMIT' });
});

test('what is counted in PostgreSQL goes when it no longer counts', async () => {
  const limits = limitsOn(new PostgresLimitStore(database));
  for (const kind of KINDS) {
    await limits.take({ name: 'over', max: 1, windowMs: 1_000, kind }, 'alice');
    await limits.take({ name: 'live', max: 1, windowMs: MINUTE_MS, kind }, 'alice');
  }
  await database.query(
    `UPDATE nightshift.fixed_windows SET expire = expire - 70000 WHERE key LIKE '%:over:%'`,
  );
  for (const table of ['sliding_windows', 'token_buckets'])
    await database.query(
      `UPDATE nightshift.${table} SET expires_at = expires_at - interval '10 s' WHERE key LIKE '%:over:%'`,
    );
  await sweepLimits(database);
  const kept = await rowsOf<{ key: string }>(
    database,
    `SELECT key FROM nightshift.fixed_windows UNION ALL SELECT key FROM nightshift.sliding_windows
     UNION ALL SELECT key FROM nightshift.token_buckets`,
  );
  expect(kept.filter(({ key }) => key.includes(':over:'))).toEqual([]);
  expect(kept.filter(({ key }) => key.includes(':live:'))).toHaveLength(3);
});

test('keys in Redis go by themselves', async () => {
  const prefix = freshQueueName('kv');
  const limits = limitsOn(new RedisLimitStore((work) => work(redis)), prefix);
  for (const kind of KINDS) await limits.take({ name: 'api', max: 10, windowMs: MINUTE_MS, kind }, 'alice');
  const keys = await redis.keys(`${prefix}:*`);
  expect(keys).toHaveLength(3);
  for (const key of keys) expect(await redis.pttl(key)).toBeGreaterThan(0);
});
