import { expect, test } from 'vitest';
import { makeSessions } from '../../src/kv/sessions/make-sessions.ts';
import { listAudit } from '../../src/operators/audit/list-audit.ts';
import { verifyAudit } from '../../src/operators/audit/verify-audit.ts';
import { openOperators } from '../../src/operators/operators.ts';
import { openBoard, type TestBoard } from './open-board.ts';

const password = 'correct horse battery';

/** A board where ann, an admin, may sign in. */
async function openClosedBoard(env = {}): Promise<TestBoard> {
  return openBoard({
    env: { NIGHTSHIFT_DASHBOARD_USERNAME: 'ann', NIGHTSHIFT_DASHBOARD_PASSWORD: password, ...env },
  });
}

async function signIn(
  { url }: TestBoard,
  given: Readonly<Record<string, string>> = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const body = new URLSearchParams({ name: 'ann', password, ...given });
  return fetch(`${url}/login`, { method: 'POST', body, headers, redirect: 'manual' });
}

const cookieOf = (response: Response): string =>
  (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
const statusWith = async ({ ask }: TestBoard, cookie: string): Promise<number> =>
  (await ask('', { headers: { cookie } })).status;

test('signs in by the page, with a cookie that scripts and other sites cannot use', async () => {
  const board = await openClosedBoard();
  const page = await fetch(`${board.url}/queue/mail?status=failed`, { headers: { accept: 'text/html' } });
  expect(page.url).toBe(`${board.url}/login?to=%2Fqueue%2Fmail%3Fstatus%3Dfailed`);
  expect(await page.text()).toContain('value="/queue/mail?status=failed"');
  const answer = await signIn(board, { to: '/queue/mail' });
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toBe('/queue/mail');
  expect(answer.headers.get('set-cookie')).toMatch(
    /^nightshift-board=[\w-]{43}; Max-Age=43200; Path=\/; .*HttpOnly; SameSite=Lax$/,
  );
  expect(await statusWith(board, cookieOf(answer))).toBe(200);
});

test('gives the cookie for HTTPS only, but on this machine without HTTPS', async () => {
  const board = await openClosedBoard({ NIGHTSHIFT_TRUST_PROXY: 'loopback' });
  const answer = await signIn(
    board,
    {},
    { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'board.example' },
  );
  expect(answer.headers.get('set-cookie')).toMatch(/^__Host-nightshift-board=.*Secure/);
});

test.each([
  ['https://evil.example/'],
  ['//evil.example'],
  ['/\\evil.example'],
  ['javascript:alert(1)'],
  ['/\tx'],
])('does not lead to %s afterwards', async (to) => {
  const answer = await signIn(await openClosedBoard(), { to });
  expect(answer.headers.get('location')).toBe('/start');
});

test('begins a new session, and ends the one that the browser brought', async () => {
  const board = await openClosedBoard();
  const planted = cookieOf(await signIn(board));
  const fresh = cookieOf(await signIn(board, {}, { cookie: planted }));
  expect(fresh).not.toBe(planted);
  expect(await statusWith(board, planted)).toBe(401);
  expect(await statusWith(board, fresh)).toBe(200);
});

test('knows no session that is made up, over, changed, or of an application’s user', async () => {
  const board = await openClosedBoard();
  const cookie = cookieOf(await signIn(board));
  expect(await statusWith(board, `${cookie.slice(0, -1)}${cookie.endsWith('A') ? 'B' : 'A'}`)).toBe(401);
  expect(await statusWith(board, 'nightshift-board=eyJhbGciOiJub25lIn0.e30.')).toBe(401);
  const { database } = board.platform;
  const sessions = makeSessions({ database, copies: undefined, ttlMs: 60_000 });
  const { token } = await sessions.create({ userId: 1, role: 'admin' });
  expect(await statusWith(board, `nightshift-board=${token}`)).toBe(401);
  await database.query('UPDATE nightshift.sessions SET expires_at = now()');
  expect(await statusWith(board, cookie)).toBe(401);
});

test('signs out here, and everywhere', async () => {
  const board = await openClosedBoard();
  const [one, two, three] = [await signIn(board), await signIn(board), await signIn(board)].map(cookieOf);
  const post = (path: string, cookie = '') =>
    fetch(`${board.url}${path}`, { method: 'POST', headers: { cookie }, redirect: 'manual' });
  expect((await post('/logout', one)).headers.get('location')).toBe('/login');
  expect(await statusWith(board, one ?? '')).toBe(401);
  expect(await statusWith(board, two ?? '')).toBe(200);
  await post('/logout/everywhere', two);
  expect(await statusWith(board, three ?? '')).toBe(401);
});

test('tells a wrong name from a wrong password by nothing, and tires after ten', async () => {
  const board = await openClosedBoard();
  const wrongPassword = await signIn(board, { password: 'wrong' });
  const wrongName = await signIn(board, { name: 'bob', password: 'wrong' });
  expect([wrongPassword.status, wrongName.status]).toEqual([401, 401]);
  const textOf = async (answer: Response, name: string) =>
    (await answer.text()).replaceAll(`value="${name}"`, 'value=""');
  expect(await textOf(wrongPassword, 'ann')).toBe(await textOf(wrongName, 'bob'));
  for (let tried = 2; tried < 10; tried += 1) await signIn(board, { name: 'bob', password: 'wrong' });
  expect((await signIn(board)).status).toBe(429);
});

test('a new role counts at once, for programs as well', async () => {
  const board = await openClosedBoard();
  const operators = openOperators(board.platform.database);
  const authorization = `Basic ${Buffer.from(`ann:${password}`).toString('base64')}`;
  const pause = () => board.ask('/mail/pause', { method: 'PUT', headers: { authorization } });
  expect((await pause()).status).toBe(200);
  const cookie = cookieOf(await signIn(board));
  await operators.setRole('ann', 'viewer');
  expect((await pause()).status).toBe(403);
  expect(await statusWith(board, cookie)).toBe(401);
  await operators.setPassword('ann', `${password}!`);
  expect((await pause()).status).toBe(401);
});

test('hides what a definition redacts from all but admins', async () => {
  const board = await openClosedBoard();
  const operators = openOperators(board.platform.database);
  await operators.add({ name: 'bo', role: 'operator', password });
  const payload = { to: 'a@example.com', token: 'planted' };
  const id = await board.ledger.acceptOne({ queue: 'mail', name: 'mail.send', payload });
  const tokenFor = async (name: string) => {
    const cookie = cookieOf(await signIn(board, { name }));
    const { body } = await board.ask(`/mail/${id}`, { headers: { cookie } });
    return body.job.data;
  };
  expect(await tokenFor('ann')).toEqual(payload);
  expect(await tokenFor('bo')).toEqual({ ...payload, token: '***' });
});

test('lets admins add, change and remove operators, but not themselves', async () => {
  const board = await openClosedBoard();
  const cookie = cookieOf(await signIn(board));
  const post = async (path: string, given: Readonly<Record<string, string>> = {}) => {
    const headers = { cookie, accept: 'text/html' };
    const body = new URLSearchParams(given);
    return (await fetch(`${board.url}${path}`, { method: 'POST', body, headers, redirect: 'manual' })).status;
  };
  expect(await post('/users', { name: 'bo', role: 'viewer', password })).toBe(303);
  const page = await fetch(`${board.url}/users`, { headers: { cookie } });
  expect(await page.text()).toContain('Role of bo');
  const session = cookieOf(await signIn(board, { name: 'bo' }));
  expect(await post('/users/bo/role', { role: 'operator' })).toBe(303);
  expect(await statusWith(board, session)).toBe(401);
  expect(await post('/users/ann/role', { role: 'viewer' })).toBe(409);
  expect(await post('/users/ann/remove')).toBe(409);
  expect(await post('/users/bo/remove')).toBe(303);
  expect((await signIn(board, { name: 'bo' })).status).toBe(401);
  const actions = (await listAudit(board.platform.database)).map(({ action, who }) => `${who} ${action}`);
  expect(actions).toEqual([
    'ann remove-operator',
    'ann change-role',
    'bo sign-in',
    'ann add-operator',
    'ann sign-in',
  ]);
});

test('signs nobody in, and out, for a page of another site', async () => {
  const board = await openClosedBoard();
  expect((await signIn(board, {}, { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
  expect((await signIn(board, {}, { Origin: 'https://evil.example' })).status).toBe(403);
  const cookie = cookieOf(await signIn(board));
  const headers = { cookie, 'Sec-Fetch-Site': 'same-site' };
  expect((await fetch(`${board.url}/logout`, { method: 'POST', headers })).status).toBe(403);
  expect(await statusWith(board, cookie)).toBe(200);
});

test('writes down who signed in and what they did, secrets left out', async () => {
  const board = await openClosedBoard();
  await signIn(board, { password: 'wrong' });
  const cookie = cookieOf(await signIn(board));
  const body = { name: 'mail.send', data: { to: 'a@example.com', token: 'planted' } };
  const headers = { cookie };
  expect((await board.ask('/mail/add', { method: 'POST', body, headers })).status).toBe(200);
  await board.ask('/mail/pause', { method: 'PUT', headers });
  await board.ask('/mail/empty', { method: 'PUT', headers });
  const entries = await listAudit(board.platform.database);
  expect(entries.map(({ action }) => action)).toEqual([
    'cancel',
    'pause-queue',
    'add-job',
    'sign-in',
    'sign-in-refused',
  ]);
  expect(entries[1]).toMatchObject({
    who: 'ann',
    role: 'admin',
    target: { queue: 'mail' },
    before: false,
    after: true,
  });
  expect(entries[1]?.from).toMatch(/127\.0\.0\.1$/);
  expect(JSON.stringify(entries)).not.toMatch(/planted|correct horse/);
  expect(await verifyAudit(board.platform.database)).toMatchObject({ entries: 5 });
});
