import { beforeAll, expect, test } from 'vitest';
import type { Domain } from '../../../src/domain/domain.ts';
import { recordNotification } from '../../../src/domain/notifications/record-notification.ts';
import { openDomain } from '../../../src/domain/open-domain.ts';
import { createTask } from '../../../src/domain/tasks/create-task.ts';
import { newJobId } from '../../../src/job/job-id.ts';
import { listAudit } from '../../../src/operators/audit/list-audit.ts';
import { redisUrl } from '../../servers/urls.ts';
import { openTestApi, type TestApi } from './open-test-api.ts';

let api: TestApi;
let domain: Domain;
beforeAll(async () => {
  const closers: (() => Promise<void>)[] = [];
  api = await openTestApi({ atEnd: (close) => closers.unshift(close) });
  const { platform } = api;
  domain = openDomain({ database: platform.database, kv: await platform.kv(), log: platform.log });
  return async () => {
    for (const close of closers) await close();
  };
});

const notify = (userId: number, title: string): Promise<string> =>
  domain
    .write((writing) =>
      recordNotification(writing, {
        jobId: newJobId(),
        userId,
        type: 'task-created',
        title,
        body: '',
        data: { n: 1 },
        channels: ['in-app'],
      }),
    )
    .then(({ id }) => id);

test('shows the notifications of a user page by page, and notes what was read', async () => {
  const { id: userId, headers } = await api.signedIn();
  const stranger = await api.signedIn();
  const ids: string[] = [];
  for (const title of ['one', 'two', 'three']) ids.push(await notify(userId, title));
  const first = await api.call('/notifications?limit=2', { headers });
  expect(first.body).toMatchObject({
    notifications: [{ title: 'three', readAt: null, channels: { 'in-app': 'delivered' } }, { title: 'two' }],
    next: ids[1],
  });
  const second = await api.call(`/notifications?limit=2&before=${first.body.next}`, { headers });
  expect(second.body).toMatchObject({ notifications: [{ title: 'one' }], next: null });
  const read = (as: typeof headers) =>
    api.call('/notifications/read', { body: { ids: [ids[0]] }, headers: as });
  expect((await read(stranger.headers)).body).toEqual({ read: 0 });
  expect((await read(headers)).body).toEqual({ read: 1 });
  const unread = await api.call('/notifications?unread=true', { headers });
  expect(unread.body.notifications).toHaveLength(2);
});

test('shows a user what it did, how its tasks stand, and what it may use', async () => {
  const { id: userId, headers } = await api.signedIn({ tier: 'enterprise' });
  await domain.write((writing) => createTask(writing, { ownerId: userId, title: 'Buy milk' }), { userId });
  expect((await api.call('/dashboard', { headers })).body).toMatchObject({ total: 1, open: 1 });
  expect((await api.call('/activity', { headers })).body.actions).toMatchObject([{ action: 'task-created' }]);
  const suggested = await api.call('/suggestions?startsWith=bu', { headers });
  expect(suggested.body).toEqual({ suggestions: ['Buy milk'] });
  expect((await api.call('/recommendations', { headers })).body).toEqual({ recommendations: [] });
  expect((await api.call('/features', { headers })).body).toEqual({
    tier: 'enterprise',
    maxOpenTasks: null,
    maxCollaborators: 100,
    analytics: true,
    api: true,
    canUse: { tasks: true, analytics: true, api: true },
  });
});

test.each([
  ['/notifications?limit=0'],
  ['/notifications?before=x'],
  ['/notifications?unread=maybe'],
  ['/suggestions?limit=1000'],
])('refuses %s', async (path) => {
  const { headers } = await api.signedIn();
  expect(await api.call(path, { headers })).toMatchObject({ status: 400, body: { errors: [{}] } });
});

test('tells admins of the cache, and has parts of it made anew, which is written down', async () => {
  const { headers, id } = await api.signedIn({ role: 'admin' });
  const { cache } = await api.platform.kv();
  await cache.set('profile:id:7', { name: 'Ann' }, { tags: ['user:7'] });
  await cache.set('task:9', { title: 'x' }, { tags: ['task:9'] });
  await cache.get('task:9');
  expect((await api.call('/cache/stats', { headers })).body).toMatchObject({
    store: 'postgresql',
    health: { isAnswering: true },
    memory: null,
    total: { loads: expect.any(Number) },
    timestamp: expect.stringMatching(/Z$/),
  });
  const invalidate = (path: string) => api.call(`/cache/invalidate/${path}`, { method: 'POST', headers });
  expect((await invalidate('task/9')).body).toEqual({ invalidated: 'task:9' });
  expect(await cache.get('task:9')).toBeUndefined();
  expect(await cache.get('profile:id:7')).toBeDefined();
  expect((await invalidate('user/x')).status).toBe(400);
  const clear = (cache_type: string) => api.call('/cache/clear', { body: { cache_type }, headers });
  expect((await clear('users')).body).toMatchObject({ cache_type: 'users', cleared: expect.any(Number) });
  expect(await cache.get('profile:id:7')).toBeUndefined();
  expect((await clear('everything')).status).toBe(422);
  expect(await listAudit(api.platform.database, { limit: 2 })).toMatchObject([
    { who: `user:${id}`, role: 'admin', action: 'clear-cache', target: { cache: 'users' } },
    { who: `user:${id}`, action: 'invalidate-cache', target: { task: 9 } },
  ]);
});

test('says how much memory Redis takes where the cache is on it', async () => {
  const onRedis = await openTestApi({
    env: { KV_REDIS_URL: redisUrl, NIGHTSHIFT_KV_PREFIX: 'test-api-stats' },
  });
  const { headers } = await onRedis.signedIn({ role: 'admin' });
  const { body } = await onRedis.call('/cache/stats', { headers });
  expect(body).toMatchObject({ store: 'redis', health: { isAnswering: true } });
  expect(body.memory.usedBytes).toBeGreaterThan(0);
});

test('signs out everybody but who asks for it', async () => {
  const admin = await api.signedIn({ role: 'admin' });
  const user = await api.signedIn();
  const cleared = await api.call('/cache/clear', {
    body: { cache_type: 'sessions' },
    headers: admin.headers,
  });
  expect(cleared.status).toBe(200);
  expect((await api.call('/features', { headers: user.headers })).status).toBe(401);
  expect((await api.call('/features', { headers: admin.headers })).status).toBe(200);
});

test('shows and changes the session of the caller’s own, but for what the sign-in has set', async () => {
  const { headers } = await api.signedIn();
  const info = await api.call('/cache/session/info', { headers });
  expect(info.body).toMatchObject({ role: 'user', data: { tier: 'basic' } });
  expect(JSON.stringify(info.body)).not.toContain(headers['Authorization']?.split(' ')[1]);
  const update = (data: unknown) => api.call('/cache/session/update', { body: { data }, headers });
  expect((await update({ theme: 'dark', tier: 'enterprise' })).body.data).toEqual({
    theme: 'dark',
    tier: 'basic',
  });
  expect((await update({ big: 'x'.repeat(5_000) })).status).toBe(422);
  expect((await update(JSON.parse('{"__proto__":{"x":1}}'))).body.data).toEqual({ tier: 'basic' });
  expect((await api.call('/cache/session', { method: 'DELETE', headers })).status).toBe(204);
  expect((await api.call('/cache/session/info', { headers })).status).toBe(401);
});
