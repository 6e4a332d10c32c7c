import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';

const load = (env: Record<string, string>) => loadConfig(env, { envFile: false });

describe('names of ours that do not exist', () => {
  test.each([
    ['NIGHTSHIFT_CONCURENCY', 'NIGHTSHIFT_CONCURRENCY'],
    ['NIGHTSHIFT_SHUTDOWN_GRACE', 'NIGHTSHIFT_SHUTDOWN_GRACE_MS'],
    ['NIGHTSHIFT_REDIS_URL', 'REDIS_URL'],
    ['NIGHTSHIFT_DATABASE_URL', 'DATABASE_URL'],
  ])('%s is answered with %s', (given, meant) => {
    expect(() => load({ [given]: '1' })).toThrow(`${given} is unknown: did you mean ${meant}?`);
  });

  test('are answered with where the list is, when nothing is near', () => {
    expect(() => load({ NIGHTSHIFT_WEATHER: 'fine' })).toThrow('nightshift config');
  });
});

describe('names that look like well-known ones', () => {
  test.each([
    ['REDIS_URI', 'REDIS_URL'],
    ['REDIS_ULR', 'REDIS_URL'],
    ['REDISURL', 'REDIS_URL'],
    ['redis_url', 'REDIS_URL'],
    ['DATABSE_URL', 'DATABASE_URL'],
    ['DATABASE_URI', 'DATABASE_URL'],
    ['AMQPS_URL', 'AMQP_URL'],
    ['SMTP_URI', 'SMTP_URL'],
    ['TWILIO_ACOUNT_SID', 'TWILIO_ACCOUNT_SID'],
  ])('%s is answered with %s', (given, meant) => {
    expect(() => load({ [given]: 'x' })).toThrow(`${given} is not read: did you mean ${meant}?`);
  });

  test('are nobody’s business when the right one is set too', () => {
    expect(load({ REDIS_URI: 'x', REDIS_URL: 'redis://host' }).redis.address?.kind).toBe('single');
  });

  test('are let through when the operator says that they are right', () => {
    expect(
      load({ REDIS_URI: 'x', NIGHTSHIFT_IGNORED_NAMES: 'OTHER, REDIS_URI' }).redis.address,
    ).toBeUndefined();
  });

  test.each([
    'HTTP_URL',
    'MYSQL_URL',
    'MAIL_URL',
    'PATH',
    'HOME',
    'NODE_ENV',
    'OTEL_SERVICE_NAME',
    'REDIS_USER',
    'DATABASE_USER',
    'SMTP_USER',
  ])('%s is none of them', (name) => {
    expect(() => load({ [name]: 'x' })).not.toThrow();
  });
});

test('Kubernetes’ service links are not taken for configuration', () => {
  const config = load({
    REDIS_HOST: 'redis',
    REDIS_PORT: 'tcp://10.0.0.11:6379',
    REDIS_PORT_6379_TCP: 'tcp://10.0.0.11:6379',
    NIGHTSHIFT_DASHBOARD_PORT: 'tcp://10.0.0.12:80',
    NIGHTSHIFT_DASHBOARD_SERVICE_HOST: '10.0.0.12',
    NIGHTSHIFT_DASHBOARD_SERVICE_PORT_HTTP: '80',
    NIGHTSHIFT_DASHBOARD_PORT_80_TCP_ADDR: '10.0.0.12',
  });
  expect(config.redis.address).toMatchObject({ server: { host: 'redis', port: 6_379 } });
  expect(config.dashboard.port).toBe(7_070);
});

describe('names of other tools', () => {
  test.each([
    ['CACHE_TYPE', 'KV_REDIS_URL'],
    ['SESSION_TYPE', 'KV_REDIS_URL'],
    ['CACHE_DEFAULT_TTL', 'NIGHTSHIFT_CACHE_TTL_MS'],
    ['SESSION_TTL', 'NIGHTSHIFT_SESSION_TTL_MS'],
    ['REDIS_EXPIRE_TIME', 'NIGHTSHIFT_CACHE_TTL_MS'],
    ['CELERY_BROKER_URL', 'REDIS_URL or AMQP_URL'],
    ['CLOUDAMQP_URL', 'AMQP_URL'],
  ])('%s is answered with %s, and stops nothing', (given, ours) => {
    expect(load({ [given]: 'x' }).notes).toEqual([
      `${given} is set and not read; Nightshift’s own is ${ours}.`,
    ]);
  });

  test('are not mentioned where ours is set', () => {
    expect(load({ CELERY_BROKER_URL: 'x', AMQP_URL: 'amqp://host' }).notes).toEqual([]);
  });
});
