import express, { type RequestHandler } from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Cache } from '../../../src/kv/cache/cache.ts';
import { type CacheResponseOptions, cacheResponse } from '../../../src/kv/responses/cache-response.ts';
import { until } from '../../until.ts';
import { openApp } from '../open-app.ts';
import { type KvBundle, openKvBundle } from '../open-kv-bundle.ts';

let bundle: KvBundle;
let cache: Cache;
beforeAll(async () => {
  bundle = await openKvBundle('postgresql');
  cache = bundle.open().cache;
});
afterAll(() => bundle.end());

type Headers = Readonly<Record<string, string>>;

interface Asked {
  readonly status: number;
  readonly text: string;
  readonly headers: globalThis.Headers;
  readonly isHit: boolean;
}

/** An application with one handler, and how often that was asked. */
async function open(handler: RequestHandler, options: CacheResponseOptions = {}) {
  let asked = 0;
  const app = express();
  app.use((_request, response, next) => {
    response.set('X-Request-Id', String(Math.random()));
    next();
  });
  app.use(cacheResponse(cache, options));
  app.all('/{*path}', (request, response, next) => {
    asked += 1;
    return handler(request, response, next);
  });
  const url = await openApp(app);
  const ask = async (path = '/', headers: Headers = {}, method = 'GET'): Promise<Asked> => {
    const response = await fetch(url + path, { headers, method });
    const isHit = response.headers.get('cache-status') === 'nightshift; hit';
    return { status: response.status, text: await response.text(), headers: response.headers, isHit };
  };
  return {
    ask,
    asked: () => asked,
    /** Asks until the answer is kept, which nobody waits for. */
    untilKept: (...given: Parameters<typeof ask>) =>
      until(
        async () => {
          const answer = await ask(...given);
          return answer.isHit && answer;
        },
        { what: 'a hit', timeoutMs: 30_000 },
      ),
    /** Whether none of some more requests was answered from the cache. */
    isNeverKept: async (...given: Parameters<typeof ask>) => {
      for (let again = 0; again < 4; again += 1) if ((await ask(...given)).isHit) return false;
      return true;
    },
  };
}

const byUser: CacheResponseOptions = { userOf: (request) => request.get('x-user') };

test('answers again as it was answered, without asking the handler', async () => {
  const app = await open((_request, response) => void response.status(201).json({ text: 'Zoë' }));
  const first = await app.ask('/a');
  const asked = app.asked();
  const kept = await app.untilKept('/a');
  expect(first.headers.get('cache-status')).toBe('nightshift; fwd=miss');
  expect([kept.status, kept.text]).toEqual([201, '{"text":"Zoë"}']);
  for (const name of ['content-type', 'content-length', 'etag'])
    expect(kept.headers.get(name)).toBe(first.headers.get(name));
  expect(Number(kept.headers.get('age'))).toBeGreaterThanOrEqual(0);
  expect(kept.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'));
  expect(app.asked()).toBeGreaterThanOrEqual(asked);
  const before = app.asked();
  await app.ask('/a');
  expect(app.asked()).toBe(before);
});

test('answers 304 to who has it already, and bytes as they are', async () => {
  const bytes = Buffer.from([0xff, 0x00, 0xfe]);
  const app = await open((_request, response) => {
    response.type('bin').write(bytes.subarray(0, 1));
    response.end(bytes.subarray(1));
  });
  await app.untilKept('/bytes');
  expect((await app.ask('/bytes')).text).toBe(new TextDecoder().decode(bytes));
  const tagged = await open((_request, response) => void response.send('x'.repeat(100)));
  const { headers } = await tagged.untilKept('/tagged');
  // Without a Cache-Control of its own fetch would ask for everything anew.
  const conditions = { 'if-none-match': headers.get('etag') ?? '', 'cache-control': 'max-stale' };
  const again = await tagged.ask('/tagged', conditions);
  expect(again.status).toBe(304);
});

test('tells paths and queries apart, whatever the order of the query', async () => {
  const app = await open((request, response) => void response.send(request.originalUrl));
  await app.untilKept('/list?b=2&a=1&a=0');
  expect((await app.ask('/list?a=1&a=0&b=2')).isHit).toBe(true);
  for (const other of ['/list', '/list?a=0&a=1&b=2', '/list/?a=1&a=0&b=2', '//x/list?a=1&a=0&b=2'])
    expect((await app.ask(other)).isHit).toBe(false);
});

test('keeps one answer for each value of the headers that it varies by', async () => {
  const app = await open((request, response) => {
    response.vary('Accept-Language').send(request.get('accept-language'));
  });
  await app.untilKept('/hello', { 'accept-language': 'de' });
  expect(await app.ask('/hello', { 'accept-language': 'fr' })).toMatchObject({ isHit: false, text: 'fr' });
  expect(await app.untilKept('/hello', { 'accept-language': 'fr' })).toMatchObject({ text: 'fr' });
  expect(await app.ask('/hello', { 'accept-language': 'de' })).toMatchObject({ isHit: true, text: 'de' });
});

test("never gives one user's answer to another, nor to nobody", async () => {
  const app = await open(
    (request, response) => void response.send(request.get('x-user') ?? 'nobody'),
    byUser,
  );
  await app.untilKept('/me', { 'x-user': '7' });
  expect(await app.ask('/me', { 'x-user': '8' })).toMatchObject({ isHit: false, text: '8' });
  expect(await app.ask('/me')).toMatchObject({ isHit: false, text: 'nobody' });
  expect(await app.untilKept('/me', { 'x-user': '8' })).toMatchObject({ text: '8' });
});

test.each<[string, Headers]>([
  ['Authorization', { authorization: 'Bearer secret' }],
  ['a cookie', { cookie: 'sid=secret' }],
  ['an API key', { 'x-api-key': 'secret' }],
])('keeps nothing for a request with %s that nobody can tell the user of', async (_, headers) => {
  const app = await open((_request, response) => void response.send('yours'), byUser);
  expect(await app.isNeverKept('/secret', headers)).toBe(true);
  expect(await app.ask('/secret')).toMatchObject({ isHit: false });
  // But does where the application says that it is the same for all.
  const shared = await open((_request, response) => void response.send('all'), { userOf: () => null });
  await shared.untilKept('/public', headers);
});

test.each<[string, RequestHandler]>([
  ['sets a cookie', (_request, response) => void response.cookie('sid', '1').send('x')],
  ['says no-store', (_request, response) => void response.set('Cache-Control', 'no-store').send('x')],
  [
    'says private',
    (_request, response) => void response.set('Cache-Control', 'max-age=60, Private').send('x'),
  ],
  ['is old at once', (_request, response) => void response.set('Cache-Control', 'max-age=0').send('x')],
  ['varies by everything', (_request, response) => void response.set('Vary', '*').send('x')],
  ['failed', (_request, response) => void response.status(500).send('x')],
  ['found nothing', (_request, response) => void response.status(404).send('x')],
  ['is a part', (_request, response) => void response.status(206).send('x')],
  ['is too large', (_request, response) => void response.send('x'.repeat(101))],
  [
    'is shorter than it says',
    (_request, response) => void response.writeHead(200, { 'X-Raw': '1' }).end('x'),
  ],
])('keeps no answer that %s', async (_, handler) => {
  const app = await open(handler, { maxBytes: 100 });
  expect(await app.isNeverKept('/never')).toBe(true);
});

test('answers only what reads, and obeys a client that wants nothing kept or all anew', async () => {
  const app = await open((_request, response) => void response.send('x'));
  expect(await app.isNeverKept('/read', {}, 'POST')).toBe(true);
  expect(await app.isNeverKept('/read', { 'cache-control': 'no-store' })).toBe(true);
  expect(await app.isNeverKept('/read', { range: 'bytes=0-1' })).toBe(true);
  await app.untilKept('/read');
  expect((await app.ask('/read', { 'cache-control': 'no-cache' })).isHit).toBe(false);
  const head = await app.untilKept('/read', {}, 'HEAD');
  expect([head.text, head.headers.get('content-length')]).toEqual(['', '1']);
});

test('uses an answer for as long as it says itself', async () => {
  const app = await open((_request, response) => void response.set('Cache-Control', 'max-age=1').send('x'));
  await app.untilKept('/brief');
  const asked = app.asked();
  await until(async () => !(await app.ask('/brief')).isHit, { what: 'its end', timeoutMs: 30_000 });
  expect(app.asked()).toBeGreaterThan(asked);
});

test('forgets by tag, and keeps nothing that was overtaken while it was made', async () => {
  let release = (): void => {};
  let isBlocked = false;
  let version = 1;
  const app = await open(
    async (_request, response) => {
      const made = `version ${version}`;
      if (isBlocked) await new Promise<void>((resolve) => (release = resolve));
      response.send(made);
    },
    { ...byUser, tagsOf: () => ['tasks'] },
  );
  const headers = { 'x-user': '9' };
  await app.untilKept('/tasks', headers);
  version = 2;
  await cache.invalidateTags('user:9');
  expect(await app.untilKept('/tasks', headers)).toMatchObject({ text: 'version 2' });

  await cache.invalidateTags('tasks');
  isBlocked = true;
  const asked = app.asked();
  const slow = app.ask('/tasks', headers);
  await until(() => app.asked() > asked, { what: 'the handler to be asked' });
  version = 3;
  await cache.invalidateTags('tasks');
  isBlocked = false;
  release();
  expect(await slow).toMatchObject({ text: 'version 2' });
  expect(await app.untilKept('/tasks', headers)).toMatchObject({ text: 'version 3' });
});
