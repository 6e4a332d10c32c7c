import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import type { Database } from '../../src/db/database.ts';
import { openDatabase } from '../../src/db/open-database.ts';
import type { Kv } from '../../src/kv/kv.ts';
import { openKv } from '../../src/kv/open-kv.ts';
import { silentLog } from '../../src/telemetry/log.ts';
import type { FreshDatabase } from '../servers/fresh-database.ts';
import { migratedDatabase } from '../servers/migrated-database.ts';
import { type RedisServer, startRedis } from '../servers/start-redis.ts';
import { until } from '../until.ts';

let server: RedisServer;
let fresh: FreshDatabase;
let database: Database;
beforeAll(async () => {
  [server, fresh] = await Promise.all([startRedis(), migratedDatabase()]);
  database = openDatabase({ url: fresh.url });
});
afterAll(async () => {
  server.thaw();
  await Promise.all([server.close(), database.close()]);
  await fresh.drop();
});

function open({ url = server.url, log = silentLog } = {}): Kv {
  const config = loadConfig({ KV_REDIS_URL: url }, { envFile: false }).kv;
  return openKv({ config, database, log });
}

const limit = { name: 'api', max: 1_000_000, windowMs: 60_000 } as const;

/** Uses everything again and again, from eight at once, until told to stop; gives how long each use took. */
function useAll(kv: Kv, token: string) {
  const tookMs: number[] = [];
  const failures: unknown[] = [];
  let approximate = 0;
  let isOver = false;
  const timed = async (use: () => Promise<unknown>): Promise<void> => {
    const startMs = performance.now();
    await use().catch((error: unknown) => failures.push(error));
    tookMs.push(performance.now() - startMs);
  };
  /** One user; all that it does is in the figures. */
  const one = async (): Promise<void> => {
    for (;;) {
      if (isOver) return;
      await timed(async () => {
        if (!(await kv.sessions.get(token))) throw new Error('signed out');
      });
      for (const kind of ['fixed-window', 'sliding-window', 'token-bucket'] as const)
        await timed(async () => {
          const decision = await kv.limits.take({ ...limit, kind }, 'alice');
          if (decision.remaining < 0 || !decision.allowed) throw new Error(JSON.stringify(decision));
          if (decision.isApproximate) approximate += 1;
        });
      await timed(async () => {
        const other = await kv.sessions.create({ userId: 2 });
        await kv.sessions.update(other.token, { data: { seen: 1 } });
        if ((await kv.sessions.get(other.token))?.data['seen'] !== 1) throw new Error('an old session');
        await kv.sessions.delete(other.token);
        if (await kv.sessions.get(other.token)) throw new Error('not signed out');
      });
      await timed(() => kv.activity.record(1, { action: 'used' }));
      await timed(() => kv.activity.recent(1));
      await pause(2);
    }
  };
  const users = Array.from({ length: 8 }, one);
  return {
    approximate: () => approximate,
    stop: async () => {
      isOver = true;
      await Promise.all(users);
      const sorted = tookMs.toSorted((one_, other) => one_ - other);
      return {
        failures,
        uses: sorted.length,
        p99: sorted[Math.floor(sorted.length * 0.99)],
        most: sorted.at(-1),
      };
    },
  };
}

test('no request fails or waits while Redis is killed, comes back empty, and freezes', async () => {
  const kv = open();
  const { token } = await kv.sessions.create({ userId: 1 });
  const use = useAll(kv, token);
  const isExact = async () => !(await kv.limits.take(limit, 'probe')).isApproximate;
  await pause(500);
  expect(use.approximate()).toBe(0);

  await server.kill();
  await pause(800);
  expect(await isExact()).toBe(false);
  await server.start();
  await until(isExact, { what: 'Redis to be used again', timeoutMs: 5_000 });
  await pause(500);

  server.freeze();
  await pause(1_000);
  expect(await isExact()).toBe(false);
  server.thaw();
  await until(isExact, { what: 'Redis to be used again', timeoutMs: 5_000 });
  await pause(300);

  const { failures, uses, p99, most } = await use.stop();
  expect(failures).toEqual([]);
  // Enough for a hundredth of them to mean something, however busy the machine is.
  expect(uses).toBeGreaterThan(200);
  expect(p99).toBeLessThanOrEqual(250);
  expect(most).toBeLessThanOrEqual(2_000);
  await kv.close();
});

test('tells of an outage once, and of its end once', async () => {
  const lines: string[] = [];
  const write = (message: string): void => void lines.push(message);
  const kv = open({ log: { ...silentLog, info: write, warn: write, error: write } });
  await until(async () => !(await kv.limits.take(limit, 'probe')).isApproximate, { what: 'Redis' });
  await server.kill();
  await Promise.all(Array.from({ length: 100 }, () => kv.limits.take(limit, 'probe')));
  await server.start();
  await until(async () => !(await kv.limits.take(limit, 'probe')).isApproximate, { what: 'Redis' });
  expect(lines).toEqual(['The Redis of the cache does not answer', 'The Redis of the cache answers again']);
  await kv.close();
});

test('a Redis that comes back with its copies has neither ended sessions nor old data', async () => {
  const keeping = await startRedis({ args: ['--appendonly', 'yes', '--appendfsync', 'always'] });
  const kv = open(keeping);
  const [ended, changed] = [await kv.sessions.create({ userId: 2 }), await kv.sessions.create({ userId: 3 })];
  expect(await keeping.command('DBSIZE')).toBe(2);
  await keeping.kill();
  expect(await kv.sessions.deleteAll(2)).toBe(1);
  await kv.sessions.update(changed.token, { role: 'guest' });
  await keeping.start();
  await until(async () => !(await kv.limits.take(limit, 'probe')).isApproximate, { what: 'Redis' });
  expect(await kv.sessions.get(ended.token)).toBeUndefined();
  expect(await kv.sessions.get(changed.token)).toMatchObject({ role: 'guest' });
  await kv.close();
  await keeping.close();
});

test('starts without Redis, and uses it when it comes', async () => {
  await server.kill();
  const kv = open();
  const { token } = await kv.sessions.create({ userId: 3 });
  expect(await kv.sessions.get(token)).toBeDefined();
  expect(await kv.limits.take(limit, 'alice')).toMatchObject({ allowed: true, isApproximate: true });
  await server.start();
  await until(async () => !(await kv.limits.take(limit, 'alice')).isApproximate, { what: 'Redis' });
  expect(await kv.sessions.get(token)).toBeDefined();
  await kv.close();
});
