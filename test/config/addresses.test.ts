import { describe, expect, test } from 'vitest';
import { type Config, loadConfig } from '../../src/config/load-config.ts';

const load = (env: Record<string, string>): Config => loadConfig(env, { envFile: false });
const redis = (url: string) => load({ REDIS_URL: url }).redis;

describe('REDIS_URL', () => {
  test('names a server, a user and a database', () => {
    expect(redis('redis://app:p%40ss%3A@cache.example:6380/3').address).toEqual({
      kind: 'single',
      server: { host: 'cache.example', port: 6_380 },
      username: 'app',
      password: 'p@ss:',
      db: 3,
      tls: 'off',
      family: 0,
    });
  });

  test.each([
    ['redis://host', { server: { host: 'host', port: 6_379 }, db: 0, password: undefined }],
    ['redis://host/', { db: 0 }],
    ['redis://:secret@host', { username: undefined, password: 'secret' }],
    ['redis://[::1]:7000?family=6', { server: { host: '::1', port: 7_000 }, family: 6 }],
    ['rediss://host', { tls: 'verified' }],
  ])('reads %s', (url, expected) => {
    expect(redis(url).address).toMatchObject(expected);
  });

  test('names Sentinels and their master', () => {
    expect(redis('rediss+sentinel://u:p@a,b:26380/main/2').address).toMatchObject({
      kind: 'sentinel',
      sentinels: [
        { host: 'a', port: 26_379 },
        { host: 'b', port: 26_380 },
      ],
      masterName: 'main',
      db: 2,
      tls: 'verified',
    });
  });

  test('names the nodes of a Cluster, whose prefix keeps the keys of a queue in one slot', () => {
    expect(redis('redis+cluster://a:7000,b:7001')).toMatchObject({
      address: {
        kind: 'cluster',
        nodes: [
          { host: 'a', port: 7_000 },
          { host: 'b', port: 7_001 },
        ],
      },
      prefix: '{bull}',
    });
  });

  test.each([
    'host:6379',
    'http://host',
    'redis://',
    'redis://host:0',
    'redis://host:70000',
    'redis://host/x',
    'redis://host/1/2',
    'redis://a,b',
    'redis://host?ssl_cert_reqs=none',
    'redis://u:100%@host',
    'redis+cluster://a/1',
    'redis+sentinel://a',
  ])('refuses %s', (url) => {
    expect(() => redis(url)).toThrow('expected redis://');
  });
});

describe('the parts of Redis', () => {
  const parts = {
    REDIS_HOST: 'host',
    REDIS_PORT: '6380',
    REDIS_DB: '2',
    REDIS_PASSWORD: 'x',
    REDIS_SSL: 'true',
  };

  test('make an address', () => {
    expect(load(parts).redis.address).toEqual({
      kind: 'single',
      server: { host: 'host', port: 6_380 },
      username: undefined,
      password: 'x',
      db: 2,
      tls: 'verified',
      family: 0,
    });
  });

  test('yield to REDIS_URL, all of them', () => {
    expect(load({ ...parts, REDIS_URL: 'redis://other' }).redis.address).toMatchObject({
      server: { host: 'other', port: 6_379 },
      password: undefined,
      db: 0,
      tls: 'off',
    });
  });

  test('need a host', () => {
    expect(() => load({ REDIS_PASSWORD: 'x' })).toThrow('neither REDIS_URL nor REDIS_HOST');
  });
});

describe('Sentinels by name', () => {
  const sentinels = { NIGHTSHIFT_REDIS_SENTINELS: 'a,b:5', NIGHTSHIFT_REDIS_SENTINEL_PASSWORD: 's' };

  test('take user, password and database from REDIS_URL', () => {
    expect(load({ ...sentinels, REDIS_URL: 'redis://u:p@ignored/4' }).redis.address).toEqual({
      kind: 'sentinel',
      sentinels: [
        { host: 'a', port: 26_379 },
        { host: 'b', port: 5 },
      ],
      masterName: 'mymaster',
      sentinelUsername: undefined,
      sentinelPassword: 's',
      username: 'u',
      password: 'p',
      db: 4,
      tls: 'off',
      family: 0,
    });
  });

  test('are enough by themselves', () => {
    expect(load(sentinels).redis.address?.kind).toBe('sentinel');
  });

  test('are refused beside a Cluster', () => {
    expect(() => load({ ...sentinels, REDIS_URL: 'redis+cluster://a' })).toThrow('expected one of them');
  });
});

test('the Redis of the cache is that of the queues unless it has its own', () => {
  const shared = load({ REDIS_URL: 'redis://one' });
  expect(shared.kv.address).toEqual(shared.redis.address);
  expect(load({ REDIS_URL: 'redis://one', KV_REDIS_URL: 'redis://two' }).kv.address).toMatchObject({
    server: { host: 'two' },
  });
});

test('certificates go unchecked only when asked', () => {
  const config = load({
    REDIS_URL: 'rediss://one',
    KV_REDIS_URL: 'redis://two',
    NIGHTSHIFT_REDIS_TLS_VERIFY: 'false',
  });
  expect([config.redis.address?.tls, config.kv.address?.tls]).toEqual(['unverified', 'off']);
});

describe('AMQP_URL', () => {
  const amqp = (url: string) => load({ AMQP_URL: url }).amqp.address;

  test.each([
    ['amqp://host', { isTls: false, username: 'guest', password: 'guest', vhost: '/' }],
    ['amqps://u:p@host/app', { isTls: true, vhost: 'app', servers: [{ host: 'host', port: 5_671 }] }],
    ['amqp://host/%2Fapp', { vhost: '/app' }],
    [
      'amqp://a,b:5673/v',
      {
        vhost: 'v',
        servers: [
          { host: 'a', port: 5_672 },
          { host: 'b', port: 5_673 },
        ],
      },
    ],
    [
      'amqp://u:p@a/v, amqp://u:p@b/v',
      {
        servers: [
          { host: 'a', port: 5_672 },
          { host: 'b', port: 5_672 },
        ],
      },
    ],
  ])('reads %s', (url, expected) => {
    expect(amqp(url)).toMatchObject(expected);
  });

  test.each(['host', 'http://host', 'amqp://host/a/b', 'amqp://host?heartbeat=5', 'amqp://a/x,amqp://b/y'])(
    'refuses %s',
    (url) => {
      expect(() => amqp(url)).toThrow('expected amqp://');
    },
  );
});
