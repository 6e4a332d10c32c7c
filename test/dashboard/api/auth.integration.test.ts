import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { openOperators, sessionUserOf } from '../../../src/operators/operators.ts';
import { openTestApi, PASSWORD, type TestApi } from './open-test-api.ts';

const SECRET = 'a secret of the tests, long enough';
const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
let shared: TestApi;
beforeAll(async () => {
  const closers: (() => Promise<void>)[] = [];
  const env = { NIGHTSHIFT_API_JWT_SECRET: SECRET, NIGHTSHIFT_API_REGISTRATION: 'true' };
  shared = await openTestApi({ env, atEnd: (close) => closers.unshift(close) });
  return async () => {
    for (const close of closers) await close();
  };
});

/** What a known caller is told of a job that is not there. */
const statusWith = async (api: TestApi, headers: Readonly<Record<string, string>>): Promise<number> =>
  (await api.call('/jobs/nothing', { headers })).status;

test('without users and keys everything but the sign-in is closed, on loopback too', async () => {
  const api = await openTestApi();
  const refused = await api.call('/jobs/nothing');
  expect(refused).toMatchObject({ status: 401, body: { status: 401, title: 'Unauthorized' } });
  expect(refused.headers.get('www-authenticate')).toMatch(/Bearer/);
  const nobody = { username: 'ann', password: PASSWORD };
  expect((await api.call('/auth/login', { body: nobody })).status).toBe(401);
  const registration = { ...nobody, email: 'ann@example.com', name: 'Ann' };
  expect((await api.call('/auth/register', { body: registration })).status).toBe(403);
});

test('knows a user by the cookie, Authorization: Session and X-Session-ID, until logged out', async () => {
  const api = shared;
  await api.accounts.add({ username: 'ann', email: 'ann@example.com', name: 'Ann', password: PASSWORD });
  const login = await api.call('/auth/login', { body: { username: 'ANN@example.com', password: PASSWORD } });
  expect(login).toMatchObject({ status: 200, body: { user: { username: 'ann', role: 'user' } } });
  const set = login.headers.get('set-cookie') ?? '';
  expect(set).toMatch(/^session=[\w-]{43}; .*HttpOnly; SameSite=Lax/);
  const { session } = login.body;
  const ways = [
    { Cookie: set.split(';')[0] ?? '' },
    { Authorization: `Session ${session}` },
    { 'X-Session-ID': session },
  ];
  for (const headers of ways) expect(await statusWith(api, headers)).toBe(404);
  const out = await api.call('/auth/logout', { method: 'POST', headers: { 'X-Session-ID': session } });
  expect(out.status).toBe(204);
  for (const headers of ways) expect(await statusWith(api, headers)).toBe(401);
});

test('begins a new session at sign-in and at refresh, and ends the one that was brought', async () => {
  const api = shared;
  const { token, headers } = await api.signedIn({ username: 'bo', password: PASSWORD });
  const body = { username: 'bo', password: PASSWORD };
  const fresh = await api.call('/auth/login', { body, headers });
  expect(fresh.body.session).not.toBe(token);
  expect(await statusWith(api, headers)).toBe(401);
  const next = await api.call('/auth/refresh', {
    method: 'POST',
    headers: { 'X-Session-ID': fresh.body.session },
  });
  expect(await statusWith(api, { 'X-Session-ID': fresh.body.session })).toBe(401);
  expect(await statusWith(api, { 'X-Session-ID': next.body.session })).toBe(404);
});

test('takes bearer tokens, and refresh tokens once; a second use ends what came of the sign-in', async () => {
  const api = shared;
  const { id } = await api.signedIn({ username: 'cy', password: PASSWORD });
  const body = { username: 'cy', password: PASSWORD, kind: 'token' };
  const first = await api.call('/auth/login', { body });
  expect(first.body).toMatchObject({ user: { id }, tokenType: 'Bearer', expiresInMs: 900_000 });
  expect(first.headers.get('set-cookie')).toBeNull();
  expect(await statusWith(api, bearer(first.body.accessToken))).toBe(404);
  const refresh = (refreshToken: string) => api.call('/auth/refresh', { body: { refreshToken } });
  const second = await refresh(first.body.refreshToken);
  expect(await statusWith(api, bearer(second.body.accessToken))).toBe(404);
  expect((await refresh(first.body.refreshToken)).status).toBe(401);
  expect((await refresh(second.body.refreshToken)).status).toBe(401);
  const another = await api.call('/auth/login', { body });
  await api.accounts.setPassword(id, 'another long password');
  expect((await refresh(another.body.refreshToken)).status).toBe(401);
});

const claims = {
  iss: 'nightshift',
  aud: 'nightshift-api',
  sub: '1',
  exp: Math.floor(Date.now() / 1000) + 60,
};
const sign = (payload: object, secret = SECRET, alg = 'HS256'): Promise<string> =>
  new SignJWT({ ...payload }).setProtectedHeader({ alg }).sign(Buffer.from(secret));

test.each([
  ['signed with another secret', () => sign(claims, 'another secret of the same length!')],
  ['of another algorithm', () => sign(claims, SECRET, 'HS512')],
  ['of no algorithm', () => new UnsecuredJWT({ ...claims }).encode()],
  ['of another issuer', () => sign({ ...claims, iss: 'evil' })],
  ['for another audience', () => sign({ ...claims, aud: 'shop' })],
  ['that is over', () => sign({ ...claims, exp: claims.exp - 120 })],
  ['that never ends', () => sign({ ...claims, exp: undefined })],
  ['of nobody', () => sign({ ...claims, sub: undefined })],
  ['that is rubbish', () => 'a.b.c'],
  ['that is endless', () => 'x'.repeat(9_000)],
])('refuses a bearer token %s', async (_, make) => {
  const api = shared;
  expect(await statusWith(api, bearer(await sign(claims)))).toBe(404);
  expect(await statusWith(api, bearer(await make()))).toBe(401);
});

test('takes tokens of another issuer by its public keys, with the jobs in their scope', async () => {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' };
  let isAway = true;
  const issuer = createServer((_request, response) => {
    response.writeHead(isAway ? 500 : 200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ keys: [jwk] }));
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void issuer.close());
  await once(issuer, 'listening');
  const { port } = issuer.address() as AddressInfo;
  const api = await openTestApi({
    env: {
      NIGHTSHIFT_API_JWKS_URL: `http://127.0.0.1:${port}/jwks.json`,
      NIGHTSHIFT_API_JWT_ALGORITHM: 'ES256',
      NIGHTSHIFT_API_JWT_ISSUER: 'https://login.example',
      NIGHTSHIFT_API_JWT_AUDIENCE: 'jobs',
    },
  });
  const theirs = {
    ...claims,
    iss: 'https://login.example',
    aud: 'jobs',
    sub: 'auth0|7',
    scope: 'jobs:mail.*',
  };
  const token = await new SignJWT(theirs).setProtectedHeader({ alg: 'ES256', kid: 'k1' }).sign(privateKey);
  const away = await api.call('/jobs/nothing', { headers: bearer(token) });
  expect({ status: away.status, after: away.headers.get('retry-after') }).toEqual({
    status: 503,
    after: '5',
  });
  isAway = false;
  const body = { job: 'mail.send', payload: { to: 'ada@example.com' } };
  expect((await api.call('/jobs', { body, headers: bearer(token) })).status).toBe(202);
  // The public key as if it were a secret.
  const confused = await new SignJWT(theirs)
    .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
    .sign(Buffer.from(JSON.stringify(jwk)));
  expect(await statusWith(api, bearer(confused))).toBe(401);
});

test('a key is good until it is revoked or over, and is stored as a hash only', async () => {
  const api = await openTestApi();
  const headers = await api.withKey({ name: 'shop' });
  const secret = headers['Authorization']?.slice('Bearer '.length) ?? '';
  expect(await statusWith(api, headers)).toBe(404);
  expect(await statusWith(api, { 'X-API-Key': secret })).toBe(404);
  expect(await statusWith(api, bearer(`${secret.slice(0, -2)}xx`))).toBe(401);
  const { rows } = await api.platform.database.query(
    'SELECT row_to_json(k) AS key FROM nightshift.api_keys AS k',
  );
  expect(JSON.stringify(rows)).not.toContain(secret);
  expect((await api.keys.list())[0]?.lastUsedAt).toBeInstanceOf(Date);
  await api.keys.revoke('SHOP');
  expect(await statusWith(api, headers)).toBe(401);
  const short = await api.withKey({ name: 'shop' });
  await api.platform.database.query("UPDATE nightshift.api_keys SET expires_at = now() - interval '1 s'");
  expect(await statusWith(api, short)).toBe(401);
});

test('what stands in a header counts alone, and operators are nobody here', async () => {
  const api = shared;
  const { token } = await api.signedIn();
  const cookie = { Cookie: `session=${token}` };
  expect(await statusWith(api, cookie)).toBe(404);
  expect(await statusWith(api, { ...cookie, ...bearer('wrong') })).toBe(401);
  expect(await statusWith(api, { ...cookie, 'X-Session-ID': 'wrong' })).toBe(401);
  const operator = await openOperators(api.platform.database).add({
    name: 'op',
    role: 'admin',
    password: PASSWORD,
  });
  const { sessions } = await api.platform.kv();
  const made = await sessions.create({ userId: sessionUserOf(operator), name: 'op', role: 'admin' });
  expect(await statusWith(api, { 'X-Session-ID': made.token })).toBe(401);
  const basic = { Authorization: `Basic ${Buffer.from(`op:${PASSWORD}`).toString('base64')}` };
  expect(await statusWith(api, { ...cookie, ...basic })).toBe(401);
});

test('locks a user after five wrong passwords, and an address after ten', async () => {
  const api = await openTestApi();
  await api.signedIn({ username: 'di', password: PASSWORD });
  const login = (password: string, username = 'di') =>
    api.call('/auth/login', { body: { username, password } });
  for (let tried = 0; tried < 5; tried += 1) expect((await login('wrong')).status).toBe(401);
  expect((await login(PASSWORD)).status).toBe(401);
  for (let tried = 0; tried < 4; tried += 1)
    expect((await login('wrong', `nobody${tried}`)).status).toBe(401);
  const refused = await login(PASSWORD);
  expect({ status: refused.status, after: refused.headers.get('retry-after') }).toEqual({
    status: 429,
    after: '60',
  });
});

test('registers users where that is open, five a minute from one address', async () => {
  const api = shared;
  const register = (username: string, more = {}) =>
    api.call('/auth/register', {
      body: { username, email: `${username}@example.com`, name: 'X', password: PASSWORD, ...more },
    });
  expect(await register('eve')).toMatchObject({
    status: 201,
    body: { username: 'eve', role: 'user', tier: 'basic' },
  });
  expect((await register('EVE')).status).toBe(409);
  expect((await register('fay', { password: 'short' })).body.errors[0].pointer).toBe('#/password');
  expect((await register('gus', { role: 'admin' })).status).toBe(422);
  expect((await register('x@y')).status).toBe(422);
  const refused = await register('hal');
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
});

test.each([
  ['a page of another site', { 'Sec-Fetch-Site': 'cross-site' }, 403],
  ['a neighbouring site', { 'Sec-Fetch-Site': 'same-site' }, 403],
  ['an older browser on another site', { Origin: 'https://evil.example' }, 403],
  ['its own page', { 'Sec-Fetch-Site': 'same-origin' }, 404],
  ['a program', {}, 404],
] as const)('a change with a cookie, asked for by %s', async (_, headers, status) => {
  const api = shared;
  const { token } = await api.signedIn();
  const answer = await api.call('/jobs/nothing', {
    method: 'DELETE',
    headers: { Cookie: `session=${token}`, ...headers },
  });
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toMatch(/problem\+json/);
});

test('limits callers by their tier, and says what is left', async () => {
  const api = shared;
  const headers = await api.withKey({ tier: 'basic' });
  const { headers: told } = await api.call('/jobs/nothing', { headers });
  expect(told.get('ratelimit-policy')).toBe('"minute";q=100;w=60, "hour";q=100;w=3600');
  const many = Array.from({ length: 110 }, () => statusWith(api, headers));
  const statuses = await Promise.all(many);
  expect(new Set(statuses)).toEqual(new Set([404, 429]));
});
