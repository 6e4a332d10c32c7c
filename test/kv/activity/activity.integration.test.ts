import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { connectRedis, type RedisClient } from '../../../src/broker/bullmq/connect-redis.ts';
import { parseRedisUrl } from '../../../src/config/redis-address.ts';
import type { Database } from '../../../src/db/database.ts';
import { openDatabase } from '../../../src/db/open-database.ts';
import type { ActivityStore } from '../../../src/kv/activity/activity-store.ts';
import { makeActivity } from '../../../src/kv/activity/make-activity.ts';
import { PostgresActivityStore, sweepActivity } from '../../../src/kv/activity/postgres-activity-store.ts';
import { RedisActivityStore } from '../../../src/kv/activity/redis-activity-store.ts';
import { KvMemory } from '../../../src/testing/index.ts';
import type { FreshDatabase } from '../../servers/fresh-database.ts';
import { freshQueueName } from '../../servers/fresh-queue-name.ts';
import { migratedDatabase } from '../../servers/migrated-database.ts';

let fresh: FreshDatabase;
let database: Database;
let redis: RedisClient;
const prefix = freshQueueName('kv');
const DAY_MS = 86_400_000;
const memory = new KvMemory().activity;
beforeAll(async () => {
  fresh = await migratedDatabase();
  database = openDatabase({ url: fresh.url, maxConnections: 5 });
  redis = connectRedis(parseRedisUrl(inject('redisUrl')), 'work');
});
afterAll(async () => {
  await Promise.all([redis.quit(), database.close()]);
  await fresh.drop();
});

const STORES = {
  redis: (): ActivityStore => new RedisActivityStore((work) => work(redis), prefix),
  postgres: (): ActivityStore => new PostgresActivityStore(database),
  memory: (): ActivityStore => memory,
};

describe.each(['redis', 'postgres', 'memory'] as const)('activity on %s', (name) => {
  const open = () => makeActivity({ store: STORES[name](), isAway: () => false });

  test('keeps the last 100 actions of a user, newest first', async () => {
    const [activity, userId] = [open(), randomUUID()];
    for (let n = 0; n < 105; n += 1) await activity.record(userId, { action: `step ${n}` });
    await sweepActivity(database);
    const actions = await activity.recent(userId);
    expect(actions.map(({ action }) => action)).toEqual(
      Array.from({ length: 100 }, (_, n) => `step ${104 - n}`),
    );
    expect(await activity.recent(randomUUID())).toEqual([]);
  });

  test('keeps action, time and address', async () => {
    const [activity, userId] = [open(), randomUUID()];
    const timestamp = new Date(Date.now() - DAY_MS);
    await activity.record(userId, { action: 'signed-in', ip: '192.0.2.1', timestamp });
    await activity.record(userId, { action: 'x\0'.repeat(5_000) });
    const [long, first] = await activity.recent(userId);
    expect(first).toEqual({ action: 'signed-in', ip: '192.0.2.1', timestamp });
    expect(long?.action).toBe('x'.repeat(200));
  });

  test('shows nothing that is older than 30 days', async () => {
    const [activity, userId] = [open(), randomUUID()];
    await activity.record(userId, { action: 'old', timestamp: new Date(Date.now() - 30 * DAY_MS) });
    await activity.record(userId, { action: 'new', timestamp: new Date(Date.now() - 29 * DAY_MS) });
    expect((await activity.recent(userId)).map(({ action }) => action)).toEqual(['new']);
  });

  test('suggests the titles that a user has used most', async () => {
    const [activity, userId] = [open(), randomUUID()];
    const uses = { Shop: 1, Water: 3, Write: 2, Call: 5, Clean: 4, Cook: 6 };
    for (const [title, count] of Object.entries(uses))
      for (let use = 0; use < count; use += 1) await activity.countTitle(userId, ` ${title} `);
    await activity.countTitle(userId, '  ');
    expect(await activity.suggestTitles(userId)).toEqual(['Cook', 'Call', 'Clean', 'Water', 'Write']);
    expect(await activity.suggestTitles(userId, { limit: 2 })).toEqual(['Cook', 'Call']);
    expect(await activity.suggestTitles(userId, { startsWith: 'w' })).toEqual(['Water', 'Write']);
    expect(await activity.suggestTitles(randomUUID())).toEqual([]);
  });

  test('keeps 1,000 titles of a user, and a new one can rise among them', async () => {
    const [activity, userId] = [open(), randomUUID()];
    for (let n = 0; n < 1_010; n += 10)
      await Promise.all(
        Array.from({ length: 10 }, (_, more) => activity.countTitle(userId, `title ${n + more}`)),
      );
    for (let use = 0; use < 3; use += 1) await activity.countTitle(userId, 'a newcomer');
    await sweepActivity(database);
    const titles = await activity.suggestTitles(userId, { limit: 5_000 });
    expect(titles).toHaveLength(1_000);
    expect(titles[0]).toBe('a newcomer');
  });

  test('ranks over days, the highest first', async () => {
    const [activity, ranking] = [open(), `viewed {${randomUUID()}}`];
    const store = STORES[name]();
    const day = (ago: number) => new Date(Date.now() - ago * DAY_MS).toISOString().slice(0, 10);
    await store.rank([{ ranking, day: day(6), scores: new Map([['old', 3]]) }]);
    await store.rank([{ ranking, day: day(7), scores: new Map([['older', 9]]) }]);
    await activity.rank([
      { ranking, member: 'a' },
      { ranking, member: 'b', by: 2.5 },
      { ranking, member: 'a', by: 0.5 },
      { ranking: `${ranking} else`, member: 'c' },
    ]);
    await activity.rank([]);
    await activity.rank([{ ranking, member: 'b', by: 1 }]);
    expect(await activity.top(ranking)).toEqual([
      { member: 'b', score: 3.5 },
      { member: 'old', score: 3 },
      { member: 'a', score: 1.5 },
    ]);
    expect(await activity.top(ranking, { days: 8, limit: 1 })).toEqual([{ member: 'older', score: 9 }]);
    expect(await activity.top(ranking, { days: 1 })).toHaveLength(2);
    expect(await activity.top('nothing')).toEqual([]);
  });

  test('a ranking keeps its first when a flood of others comes, from many at once', async () => {
    const [activity, ranking] = [open(), randomUUID()];
    await activity.rank([{ ranking, member: 'winner', by: 5 }]);
    await Promise.all(
      Array.from({ length: 5 }, (_, process) =>
        activity.rank(
          Array.from({ length: 500 }, (_unused, n) => ({ ranking, member: `one of ${process * 500 + n}` })),
        ),
      ),
    );
    await sweepActivity(database);
    const all = await activity.top(ranking, { limit: 1_000 });
    expect(all).toHaveLength(1_000);
    expect(all[0]).toEqual({ member: 'winner', score: 5 });
  });

  test('forgets a user on request', async () => {
    const [activity, userId] = [open(), randomUUID()];
    await activity.record(userId, { action: 'signed-in' });
    await activity.countTitle(userId, 'Shop');
    await activity.forget(userId);
    expect(await activity.recent(userId)).toEqual([]);
    expect(await activity.suggestTitles(userId)).toEqual([]);
  });
});

test('every key in Redis goes by itself', async () => {
  const keys = await redis.keys(`${prefix}:*`);
  expect(keys.length).toBeGreaterThan(0);
  for (const key of keys) expect(await redis.pttl(key)).toBeGreaterThan(DAY_MS);
});

test('asks nobody to wait, and loses what came, while the store is away', async () => {
  const nowhere = new RedisActivityStore(() => Promise.reject(new Error('away')), prefix);
  const activity = makeActivity({ store: nowhere, isAway: () => true });
  await activity.record(1, { action: 'signed-in' });
  await activity.rank([{ ranking: 'viewed', member: 'a' }]);
  expect(await activity.recent(1)).toEqual([]);
  expect(await activity.suggestTitles(1)).toEqual([]);
  expect(await activity.top('viewed')).toEqual([]);
});
