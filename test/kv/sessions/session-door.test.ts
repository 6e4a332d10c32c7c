import express from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../../src/db/open-database.ts';
import type { SessionCookieOptions } from '../../../src/kv/sessions/session-cookie.ts';
import { sessionDoor } from '../../../src/kv/sessions/session-door.ts';
import { findSession } from '../../../src/kv/sessions/session-of-request.ts';
import type { Sessions } from '../../../src/kv/sessions/sessions.ts';
import { openApp } from '../open-app.ts';
import { newUser, openSessionBundle } from './session-bundle.ts';

let bundle: Awaited<ReturnType<typeof openSessionBundle>>;
beforeAll(async () => {
  bundle = await openSessionBundle('redis');
});
afterAll(() => bundle.end());

/** An application with a sign-in and two doors; `cookieOf` keeps what a browser would. */
async function openSignInApp(sessions: Sessions = bundle.sessions, options: SessionCookieOptions = {}) {
  const user = newUser();
  const door = sessionDoor(sessions, options);
  const app = express();
  app.use(door.load);
  app.post('/sign-in', async (request, response) => {
    response.json({ token: await door.signIn(request, response, { ...user, role: 'user' }) });
  });
  app.post('/sign-out', async (request, response) => {
    await door.signOut(request, response);
    response.end();
  });
  app.get('/who', (request, response) => void response.json(findSession(request)?.name ?? null));
  app.get('/mine', door.require(), (request, response) => void response.json(findSession(request)?.userId));
  app.get('/admin', door.require('admin'), (_request, response) => void response.json('secret'));
  const url = await openApp(app);
  const ask = (path: string, init: RequestInit = {}): Promise<Response> => fetch(`${url}${path}`, init);
  return { user, ask };
}

async function signIn(ask: (path: string, init: RequestInit) => Promise<Response>, headers = {}) {
  const response = await ask('/sign-in', { method: 'POST', headers });
  const { token } = (await response.json()) as { token: string };
  return { token, setCookie: response.headers.get('set-cookie') ?? '' };
}

test('a sign-in sets a cookie that scripts cannot read and other sites cannot use', async () => {
  const { ask, user } = await openSignInApp();
  const { token, setCookie } = await signIn(ask);
  expect(setCookie.split('; ')).toEqual(
    expect.arrayContaining([
      `__Host-session=${token}`,
      'Max-Age=86400',
      'Path=/',
      'HttpOnly',
      'Secure',
      'SameSite=Lax',
    ]),
  );
  const response = await ask('/mine', { headers: { cookie: `theme=dark; __Host-session=${token}; a=b` } });
  expect(await response.json()).toBe(String(user.userId));
  expect(response.headers.get('set-cookie')).toBeNull();
});

test.each(['Authorization', 'X-Session-ID'])('programs send the token as %s', async (header) => {
  const { ask, user } = await openSignInApp();
  const { token } = await signIn(ask);
  const value = header === 'Authorization' ? `Session ${token}` : token;
  expect(await (await ask('/mine', { headers: { [header]: value } })).json()).toBe(String(user.userId));
});

test('answers 401 to nobody and 403 to another role, as problem details', async () => {
  const { ask } = await openSignInApp();
  expect(await (await ask('/who')).json()).toBeNull();
  for (const headers of [{}, { cookie: '__Host-session=guess' }, { authorization: 'Basic eA==' }]) {
    const refused = await ask('/mine', { headers });
    expect(refused.status).toBe(401);
    expect(refused.headers.get('content-type')).toMatch('application/problem+json');
    expect(refused.headers.get('www-authenticate')).toBe('Session');
    expect(await refused.json()).toMatchObject({ type: 'about:blank', status: 401, title: 'Unauthorized' });
  }
  const { token } = await signIn(ask);
  const forbidden = await ask('/admin', { headers: { 'X-Session-ID': token } });
  expect(forbidden.status).toBe(403);
  expect(await forbidden.json()).toMatchObject({ status: 403, detail: expect.stringContaining('admin') });
});

test('the cookie lives on while the session is used', async () => {
  const { ask } = await openSignInApp();
  const { token } = await signIn(ask);
  await bundle.age(token, 60_000);
  const headers = { cookie: `__Host-session=${token}` };
  const [first, second] = [await ask('/who', { headers }), await ask('/who', { headers })];
  expect(first.headers.get('set-cookie')).toMatch(/Max-Age=86400/);
  expect(second.headers.get('set-cookie')).toBeNull();
});

test('a sign-out ends the session and clears the cookie', async () => {
  const { ask } = await openSignInApp();
  const { token } = await signIn(ask);
  const headers = { cookie: `__Host-session=${token}` };
  const out = await ask('/sign-out', { method: 'POST', headers });
  expect(out.headers.get('set-cookie')).toMatch(/^__Host-session=; Path=\/; Expires=Thu, 01 Jan 1970/);
  expect((await ask('/mine', { headers })).status).toBe(401);
});

test('a second sign-in ends the session it came with', async () => {
  const { ask } = await openSignInApp();
  const first = await signIn(ask);
  const second = await signIn(ask, { 'X-Session-ID': first.token });
  expect(await bundle.sessions.get(first.token)).toBeUndefined();
  expect(await bundle.sessions.get(second.token)).toBeDefined();
});

test('development without HTTPS gets a cookie that browsers send there', async () => {
  const { ask } = await openSignInApp(bundle.sessions, { isSecure: false });
  const { setCookie } = await signIn(ask);
  expect(setCookie).toMatch(/^session=/);
  expect(setCookie).not.toMatch(/Secure/);
});

test('answers 503 when nobody can tell who asks, and goes on without a token', async () => {
  const nowhere = openDatabase({ url: 'postgres://127.0.0.1:1/nowhere' });
  const { ask } = await openSignInApp(bundle.sessionsOn(nowhere));
  const refused = await ask('/who', { headers: { 'X-Session-ID': 'x'.repeat(43) } });
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toBe('5');
  expect((await ask('/who')).status).toBe(200);
  await nowhere.close();
});
