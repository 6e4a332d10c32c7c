import express from 'express';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { connectRedis, type RedisClient } from '../../../src/broker/bullmq/connect-redis.ts';
import { parseRedisUrl } from '../../../src/config/redis-address.ts';
import { type LimitRequestsOptions, limitRequests } from '../../../src/kv/limits/limit-requests.ts';
import { makeLimits } from '../../../src/kv/limits/make-limits.ts';
import { RedisLimitStore } from '../../../src/kv/limits/redis-limit-store.ts';
import { freshQueueName } from '../../servers/fresh-queue-name.ts';
import { openApp } from '../open-app.ts';

let redis: RedisClient;
beforeAll(() => {
  redis = connectRedis(parseRedisUrl(inject('redisUrl')), 'work');
});
afterAll(() => redis.quit());

function openLimits(isAway = false) {
  const store = new RedisLimitStore((work) => (isAway ? Promise.reject(new Error('away')) : work(redis)));
  return makeLimits({ store, prefix: freshQueueName('kv'), isAway: () => isAway });
}

/** An application that takes the user, the tier and the address from headers. */
async function openLimitedApp(options: LimitRequestsOptions = {}, limits = openLimits()) {
  const app = express();
  app.set('trust proxy', true);
  const tierOf = (request: express.Request) => request.get('x-tier');
  const userOf = (request: express.Request) => request.get('x-user');
  app.use(limitRequests(limits, { userOf, tierOf, ...options }));
  app.get('/', (_request, response) => void response.json('here'));
  const exports = { limits: [{ name: 'export', max: 2, windowMs: 60_000 }], userOf };
  app.get('/export', limitRequests(limits, exports), (_request, response) => void response.json('all'));
  const url = await openApp(app);
  return (headers: Record<string, string> = {}, path = '/') => fetch(url + path, { headers });
}

test('says in every answer what is left', async () => {
  const ask = await openLimitedApp();
  const response = await ask({ 'x-user': 'alice', 'x-tier': 'premium' });
  expect(response.status).toBe(200);
  expect(response.headers.get('ratelimit-policy')).toBe('"minute";q=100;w=60, "hour";q=1000;w=3600');
  expect(response.headers.get('ratelimit')).toMatch(/^"minute";r=99;t=\d+, "hour";r=999;t=3600$/);
  expect(response.headers.get('x-ratelimit-remaining')).toBe('99');
  expect(response.headers.get('x-ratelimit-approximate')).toBeNull();
});

test('answers 429 with problem details and the time to wait', async () => {
  const ask = await openLimitedApp();
  for (let used = 0; used < 100; used += 1) expect((await ask({ 'x-user': 'alice' })).status).toBe(200);
  const refused = await ask({ 'x-user': 'alice' });
  expect(refused.status).toBe(429);
  expect(refused.headers.get('content-type')).toMatch('application/problem+json');
  const seconds = Number(refused.headers.get('retry-after'));
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(3_600);
  expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
  expect(await refused.json()).toEqual({
    type: 'https://iana.org/assignments/http-problem-types#quota-exceeded',
    status: 429,
    title: 'Too Many Requests',
    detail: expect.stringContaining(`try again in ${seconds} s`),
    'violated-policies': ['minute'],
  });
  expect((await ask({ 'x-user': 'bob' })).status).toBe(200);
});

test.each([
  ['basic', 100],
  ['premium', 1_000],
  ['enterprise', 5_000],
  ['platinum', 100],
  ['constructor', 100],
])('the tier %s has %i requests an hour', async (tier, max) => {
  const ask = await openLimitedApp();
  const response = await ask({ 'x-user': 'alice', 'x-tier': tier });
  expect(response.headers.get('ratelimit-policy')).toContain(`"hour";q=${max};w=3600`);
});

test('nobody counts by address, IPv6 by network', async () => {
  const ask = await openLimitedApp({ limits: [{ name: 'few', max: 1, windowMs: 60_000 }] });
  const statusOf = async (address: string) => (await ask({ 'x-forwarded-for': address })).status;
  expect(await statusOf('192.0.2.1')).toBe(200);
  expect(await statusOf('192.0.2.1')).toBe(429);
  expect(await statusOf('192.0.2.2')).toBe(200);
  expect(await statusOf('2001:db8::1')).toBe(200);
  expect(await statusOf('2001:db8::2')).toBe(429);
  expect((await ask({ 'x-user': '192.0.2.1', 'x-forwarded-for': '192.0.2.1' })).status).toBe(200);
});

test('a route may have a limit of its own, beside the one of all', async () => {
  const ask = await openLimitedApp();
  const user = { 'x-user': 'alice' };
  const first = await ask(user, '/export');
  expect(first.headers.get('ratelimit')).toMatch(/"minute";r=99;.*"hour";r=99;.*"export";r=1;/);
  expect(first.headers.get('x-ratelimit-remaining')).toBe('1');
  expect((await ask(user, '/export')).status).toBe(200);
  const refused = await ask(user, '/export');
  expect(refused.status).toBe(429);
  expect(await refused.json()).toMatchObject({ 'violated-policies': ['export'] });
  expect((await ask(user)).status).toBe(200);
});

test('goes on by itself while Redis is away, and says that this is approximate', async () => {
  const ask = await openLimitedApp({ limits: [{ name: 'few', max: 2, windowMs: 60_000 }] }, openLimits(true));
  const answers = [await ask(), await ask(), await ask()];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
  expect(answers[0]?.headers.get('x-ratelimit-approximate')).toBe('true');
});

test('refuses a limit that makes no sense when the app is built', () => {
  expect(() => limitRequests(openLimits(), { limits: [{ name: 'no', max: 0, windowMs: 1 }] })).toThrow(
    /allows 0: expected a whole number/,
  );
});
