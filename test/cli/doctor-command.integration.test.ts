import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate } from '../../src/db/migrate.ts';
import { openDatabase } from '../../src/db/open-database.ts';
import { findPort } from '../servers/find-port.ts';
import { freshDatabase } from '../servers/fresh-database.ts';
import { freshFolder } from '../servers/fresh-folder.ts';
import { type RedisServer, startRedis } from '../servers/start-redis.ts';
import { amqpUrl, redisUrl } from '../servers/urls.ts';
import { run } from './run.ts';

interface Finding {
  readonly about: string;
  readonly looked: string;
  readonly state: string;
  readonly found: string;
  readonly remedy?: string;
}

const examine = async (env: Record<string, string>) => {
  const { status, out, said } = await run(['doctor', '--json'], { env, folder: await freshFolder() });
  const findings = JSON.parse(out) as readonly Finding[];
  const find = (about: string, looked: string) =>
    findings.find((finding) => finding.about === about && finding.looked === looked);
  return { status, said, findings, find };
};

describe('with its servers well', () => {
  let url: string;
  beforeAll(async () => {
    ({ url } = await freshDatabase());
    const database = openDatabase({ url });
    await migrate(database);
    await database.close();
  });

  test('the doctor exits with 0 and shows versions, latency, clocks, memory and a key set and deleted', async () => {
    const { status, findings, find } = await examine({ DATABASE_URL: url, REDIS_URL: redisUrl });
    expect(findings.filter(({ state }) => state === 'failed')).toEqual([]);
    expect(status).toBe(0);
    expect(find('PostgreSQL', 'version')?.found).toMatch(/^\d+/);
    expect(find('PostgreSQL', 'migrations')).toMatchObject({ state: 'ok', found: 'all run' });
    expect(find('PostgreSQL', 'latency')?.found).toMatch(/^\d+\.\d ms$/);
    expect(find('Redis', 'version, eviction')?.found).toMatch(/^\d+\..*noeviction$/);
    expect(find('Redis', 'memory')?.found).toContain('MB');
    expect(find('Redis', 'clock')?.state).toBe('ok');
    expect(find('kv', 'set, get, delete')).toMatchObject({ state: 'ok', found: 'done' });
  });

  test('the doctor reaches RabbitMQ where it is configured, and says so where it is not', async () => {
    const env = { DATABASE_URL: url, REDIS_URL: redisUrl };

    const { findings } = await examine({ ...env, AMQP_URL: amqpUrl });
    const { find } = await examine(env);

    const reached = findings.filter(({ about }) => about === 'RabbitMQ');
    expect(reached.map(({ state }) => state)).toEqual(['ok', 'ok', 'ok']);
    expect(reached[0]?.found).toMatch(/RabbitMQ \d/);
    expect(find('RabbitMQ', 'server')?.found).toContain('not configured');
  });

  test('a key is set and deleted in PostgreSQL where there is no Redis', async () => {
    const { status, find } = await examine({ DATABASE_URL: url });
    expect(status).toBe(0);
    expect(find('kv', 'set, get, delete')).toMatchObject({ state: 'ok', found: 'done, in PostgreSQL' });
  });

  test('people get a table and the remedies below it', async () => {
    const env = { DATABASE_URL: url, REDIS_URL: redisUrl, CACHE_TYPE: 'redis' };
    const { out } = await run(['doctor'], { env });
    expect(out).toMatch(/✓ {2}PostgreSQL +migrations +all run/);
    expect(out).toContain('! configuration, names: Set ours instead.');
  });
});

test('a database that was not migrated is told with the command that does it', async () => {
  const { status, find } = await examine({ DATABASE_URL: (await freshDatabase()).url });
  expect(status).toBe(1);
  expect(find('PostgreSQL', 'migrations')).toMatchObject({
    state: 'failed',
    remedy: 'Run `nightshift migrate`.',
  });
});

test('servers that do not answer are told with what was tried, and without passwords', async () => {
  const port = await findPort();
  const { status, find, findings } = await examine({
    DATABASE_URL: `postgres://app:geheim@127.0.0.1:${port}/app`,
    REDIS_URL: `redis://app:geheim@127.0.0.1:${port}`,
  });
  expect(status).toBe(1);
  expect(find('PostgreSQL', 'server')).toMatchObject({
    state: 'failed',
    found: expect.stringContaining('ECONNREFUSED'),
    remedy: expect.stringContaining('DATABASE_URL'),
  });
  expect(find('Redis', 'server')?.found).toContain('ECONNREFUSED');
  expect(JSON.stringify(findings)).not.toContain('geheim');
});

test('without any server it says how to start one', async () => {
  const { status, find } = await examine({});
  expect(status).toBe(1);
  expect(find('PostgreSQL', 'server')?.remedy).toContain('nightshift up');
  expect(find('Redis', 'server')?.found).toContain('not configured');
});

describe('a Redis that is not fit for queues', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis({ args: ['--maxmemory', '100mb', '--maxmemory-policy', 'allkeys-lru'] });
  });
  afterAll(() => redis.stop());

  test('fails when it evicts, and the remedy names the setting', async () => {
    const { find } = await examine({ REDIS_URL: redis.url });
    expect(find('Redis', 'version, eviction')).toMatchObject({
      state: 'failed',
      found: expect.stringContaining('allkeys-lru'),
      remedy: expect.stringContaining('CONFIG SET maxmemory-policy noeviction'),
    });
  });

  test('is warned of when it writes nothing down or is nearly full', async () => {
    await redis.configSet('maxmemory', '1100kb');
    const { find } = await examine({ REDIS_URL: redis.url });
    expect(find('Redis', 'append-only file')).toMatchObject({
      state: 'warning',
      remedy: expect.stringContaining('appendonly yes'),
    });
    expect(find('Redis', 'memory')).toMatchObject({
      state: 'warning',
      found: expect.stringContaining(' of 1.1 MB'),
    });
  });

  test('may evict when it serves the cache alone', async () => {
    const { find } = await examine({ REDIS_URL: redisUrl, KV_REDIS_URL: redis.url });
    expect(find('Redis', 'version, eviction')?.state).toBe('ok');
    expect(find('kv', 'set, get, delete')?.state).toBe('ok');
  });
});
