import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Cache } from '../../../src/kv/cache/cache.ts';
import { type RedisServer, startRedis } from '../../servers/start-redis.ts';
import { until } from '../../until.ts';
import { type KvBundle, openKvBundle } from '../open-kv-bundle.ts';

let server: RedisServer;
let bundle: KvBundle;
beforeAll(async () => {
  server = await startRedis();
  bundle = await openKvBundle('redis', server.url);
});
afterAll(async () => {
  server.thaw();
  await bundle.end();
  await server.close();
});

const KEYS = 20;
const USERS = 8;

/**
 * Reads and changes rows through a cache from several at once until it is told to stop. A read may never be older than the
 * last change that was over when it began, in the same process.
 */
function readAndChange(cache: Cache) {
  const rows = Array.from({ length: KEYS }, () => ({ version: 1 }));
  /** Versions of which the cache has been told. */
  const told = rows.map(() => 1);
  const tookMs: number[] = [];
  const failures: unknown[] = [];
  let isOver = false;
  const timed = async (use: () => Promise<unknown>): Promise<void> => {
    const startMs = performance.now();
    await use().catch((error: unknown) => failures.push(error));
    tookMs.push(performance.now() - startMs);
  };
  const nameOf = (at: number): string => `row:${at}`;
  const expectFresh = (at: number, since: number, found: { readonly version: number } | undefined): void => {
    if (found !== undefined && found.version < since)
      throw new Error(`${nameOf(at)} is version ${found.version}, and ${since} was known`);
  };
  const change = async (at: number, user: number): Promise<void> => {
    const version = ((rows[at] ?? { version: 0 }).version += 1);
    if (user % 2 === 0) await cache.delete(nameOf(at));
    else await cache.invalidateTags(`tag:${at}`);
    told[at] = Math.max(told[at] ?? 0, version);
  };
  const one = async (_: unknown, user: number): Promise<void> => {
    for (let turn = user; ; turn += 1) {
      if (isOver) return;
      const at = turn % KEYS;
      const since = told[at] ?? 0;
      const load = async () => ({ version: rows[at]?.version ?? 0 });
      await timed(async () =>
        expectFresh(at, since, await cache.wrap(nameOf(at), { tags: [`tag:${at}`] }, load)),
      );
      await timed(async () => expectFresh(at, since, await cache.get(nameOf(at))));
      if (turn % 5 === 0) await timed(() => change(at, user));
      await timed(() => cache.setMany([[`own:${user}`, turn]]));
      await timed(() => cache.getMany(rows.map((_row, key) => nameOf(key))));
      await timed(() => cache.stats());
      await pause(2);
    }
  };
  const users = Array.from({ length: USERS }, one);
  return async () => {
    isOver = true;
    await Promise.all(users);
    const sorted = tookMs.toSorted((a, b) => a - b);
    const [p99, most] = [sorted[Math.floor(sorted.length * 0.99)], sorted.at(-1)];
    return { failures, uses: sorted.length, p99, most };
  };
}

test('no question fails, waits or gets an old answer while Redis is killed, comes back, and freezes', async () => {
  const { cache, channels } = bundle.open();
  const other = bundle.open().channels;
  const isKept = async (): Promise<boolean> => {
    await cache.set('probe', 1);
    return (await cache.find('probe', 1).catch(() => [])).length === 1;
  };
  await until(isKept, { what: 'Redis', timeoutMs: 30_000 });
  const stop = readAndChange(cache);
  const subscription = await channels.subscribe('news');
  const heard: unknown[] = [];
  const hearing = (async () => {
    for await (const { message } of subscription) heard.push(message);
  })();

  await pause(400);
  await server.kill();
  expect(await isKept()).toBe(false);
  await other.publish('news', 'killed');
  await pause(800);
  await server.start();
  await until(isKept, { what: 'Redis to be used again', timeoutMs: 30_000 });
  await pause(400);

  server.freeze();
  await pause(1_000);
  await other.publish('news', 'frozen');
  expect(await isKept()).toBe(false);
  server.thaw();
  await until(isKept, { what: 'Redis to be used again', timeoutMs: 30_000 });
  await other.publish('news', 'back');
  await until(() => heard.length === 3, { what: 'the news', timeoutMs: 30_000 });
  await pause(300);

  const { failures, uses, p99, most } = await stop();
  expect(failures).toEqual([]);
  expect(uses).toBeGreaterThan(200);
  expect(p99).toBeLessThanOrEqual(250);
  expect(most).toBeLessThanOrEqual(2_000);
  expect(heard).toEqual(['killed', 'frozen', 'back']);
  subscription.close();
  await hearing;
});
