import { beforeAll, expect, test } from 'vitest';
import { openOperators, sessionUserOf } from '../../../src/operators/operators.ts';
import { openTestApi, PASSWORD, type TestApi } from './open-test-api.ts';

type Headers = Readonly<Record<string, string>>;

/** Each route, and who gets past its door. */
const ROUTES = [
  ['POST', '/api/auth/register', 'anyone'],
  ['POST', '/api/auth/login', 'anyone'],
  ['POST', '/api/auth/refresh', 'anyone'],
  ['POST', '/api/auth/logout', 'anyone'],
  ['POST', '/api/jobs', 'caller'],
  ['POST', '/api/jobs/bulk', 'caller'],
  ['GET', '/api/jobs/{id}', 'caller'],
  ['DELETE', '/api/jobs/{id}', 'caller'],
  ['GET', '/api/notifications', 'user'],
  ['POST', '/api/notifications/read', 'user'],
  ['GET', '/api/dashboard', 'user'],
  ['GET', '/api/activity', 'user'],
  ['GET', '/api/suggestions', 'user'],
  ['GET', '/api/recommendations', 'user'],
  ['GET', '/api/features', 'user'],
  ['GET', '/api/cache/session/info', 'user'],
  ['POST', '/api/cache/session/update', 'user'],
  ['DELETE', '/api/cache/session', 'user'],
  ['GET', '/api/notifications/stream', 'user'],
  ['GET', '/api/tasks/{id}/stream', 'user'],
  ['GET', '/api/dashboard/stream', 'user'],
  ['GET', '/api/cache/stats', 'admin'],
  ['POST', '/api/cache/clear', 'admin'],
  ['POST', '/api/cache/invalidate/user/{id}', 'admin'],
  ['POST', '/api/cache/invalidate/task/{id}', 'admin'],
] as const;

let api: TestApi;
let operator: Headers;
beforeAll(async () => {
  const closers: (() => Promise<void>)[] = [];
  api = await openTestApi({ atEnd: (close) => closers.unshift(close) });
  const added = await openOperators(api.platform.database).add({
    name: 'op',
    role: 'admin',
    password: PASSWORD,
  });
  const { sessions } = await api.platform.kv();
  const { token } = await sessions.create({ userId: sessionUserOf(added), name: 'op', role: 'admin' });
  operator = { Authorization: `Session ${token}` };
  return async () => {
    for (const close of closers) await close();
  };
});

async function answerTo(method: string, path: string, headers: Headers): Promise<Response> {
  const answer = await fetch(api.url + path.replaceAll(/\{\w+\}/g, '999999'), {
    method,
    headers: { ...headers, ...(method === 'POST' ? { 'Content-Type': 'application/json' } : {}) },
    ...(method === 'POST' ? { body: '{"nobody":"takes this"}' } : {}),
  });
  await answer.body?.cancel();
  return answer;
}

test('every route is in the table', async () => {
  const { body } = await api.call('/openapi.json', { headers: await api.withKey() });
  const paths: Readonly<Record<string, object>> = body.paths;
  const served = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(served.toSorted()).toEqual(ROUTES.map(([method, path]) => `${method} ${path}`).toSorted());
});

/** By kind of caller, the audiences that it belongs to. Who is new for each request can be signed out by one. */
const CALLERS: readonly (readonly [string, readonly string[], () => Promise<Headers> | Headers])[] = [
  ['a stranger', [], () => ({})],
  ['an operator of the board', [], () => operator],
  ['a key', ['caller'], () => api.withKey()],
  ['a user', ['caller', 'user'], async () => (await api.signedIn()).headers],
  ['an admin', ['caller', 'user', 'admin'], async () => (await api.signedIn({ role: 'admin' })).headers],
];

test.each(CALLERS)(
  '%s gets what the table says, and refusals as problem details',
  async (_, audiences, make) => {
    const isKnown = audiences.length > 0;
    for (const [method, path, audience] of ROUTES) {
      const { status, headers } = await answerTo(method, path, await make());
      const isLetIn = audience === 'anyone' || audiences.includes(audience);
      const expected = isLetIn ? 'let in' : isKnown ? 403 : 401;
      // Refresh says 401 to whoever has nothing to be refreshed; register is closed to all.
      const isOwnRefusal = audience === 'anyone' && [401, 403].includes(status);
      const got = [401, 403].includes(status) && !isOwnRefusal ? status : 'let in';
      expect([method, path, got]).toEqual([method, path, expected]);
      expect([path, status < 500]).toEqual([path, true]);
      expect(status < 400 || headers.get('content-type')?.startsWith('application/problem+json')).toBe(true);
    }
  },
);

test('what no route takes is a problem too', async () => {
  const { headers } = await api.signedIn();
  const wrong = await api.call('/jobs', { method: 'DELETE', headers });
  expect(wrong).toMatchObject({ status: 405, body: { status: 405 } });
  expect(wrong.headers.get('allow')).toBe('POST');
  expect(await api.call('/jobs/a/b', { headers })).toMatchObject({ status: 404, body: { status: 404 } });
  expect(await api.call('/cache/nothing', { headers: {} })).toMatchObject({
    status: 401,
    body: { status: 401 },
  });
  expect((await api.call('/jobs/%E0%A4%A', { headers })).status).toBe(400);
});
