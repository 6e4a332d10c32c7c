import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { startDashboard } from '../../dashboard/index.ts';
import { InvalidConfigError } from '../../src/config/invalid-config-error.ts';
import { openBoard } from './open-board.ts';

const password = 'correct horse battery';
const signIn = (name: string, word: string) => ({
  Authorization: `Basic ${Buffer.from(`${name}:${word}`).toString('base64')}`,
});

test.each(['0.0.0.0', '::', '192.0.2.1', 'board.example.com'])(
  'refuses to listen on %s when nobody could sign in',
  async (host) => {
    const { platform } = await openBoard();
    const starting = startDashboard(platform, { host });
    await expect(starting).rejects.toThrow(InvalidConfigError);
    await expect(starting).rejects.toThrow(/NIGHTSHIFT_DASHBOARD_PASSWORD/);
  },
);

test('listens for other machines with a password, and asks for it', async () => {
  const { url, ask } = await openBoard({
    env: { NIGHTSHIFT_DASHBOARD_HOST: '0.0.0.0', NIGHTSHIFT_DASHBOARD_PASSWORD: password },
  });
  const refused = await fetch(url);
  expect(refused.status).toBe(401);
  expect((await ask('')).status).toBe(401);
  expect((await ask('', { headers: signIn('admin', password) })).status).toBe(200);
  expect((await ask('', { headers: signIn('root', password) })).status).toBe(401);
  const metrics = await fetch(`${url}/metrics`);
  expect(metrics.status).toBe(401);
  expect(metrics.headers.get('www-authenticate')).toMatch(/^Basic realm=/);
  expect((await fetch(`${url}/livez`)).status).toBe(200);
});

test('does not listen to an address for a while after ten wrong passwords', async () => {
  const { ask } = await openBoard({ env: { NIGHTSHIFT_DASHBOARD_PASSWORD: password } });
  for (let tried = 0; tried < 10; tried += 1)
    expect((await ask('', { headers: signIn('admin', `guess ${tried}`) })).status).toBe(401);
  expect((await ask('', { headers: signIn('admin', password) })).status).toBe(429);
});

test.each([
  ['a page of another site', { 'Sec-Fetch-Site': 'cross-site' }, 403],
  ['a page of a neighbouring site', { 'Sec-Fetch-Site': 'same-site' }, 403],
  ['an older browser on another site', { Origin: 'https://evil.example' }, 403],
  ['a sandboxed frame', { Origin: 'null' }, 403],
  ['its own page', { 'Sec-Fetch-Site': 'same-origin' }, 200],
  ['a program', {}, 200],
] as const)('a change asked for by %s', async (_, headers, status) => {
  const { ask } = await openBoard();
  expect((await ask('/mail/pause', { method: 'PUT', headers })).status).toBe(status);
});

test('accepts the origin that an older browser says of its own page', async () => {
  const { ask, url } = await openBoard();
  const { status } = await ask('/mail/pause', { method: 'PUT', headers: { Origin: url } });
  expect(status).toBe(200);
});

test('without operators answers to names of this machine only', async () => {
  const { url } = await openBoard();
  const { hostname, port } = new URL(url);
  const { request } = await import('node:http');
  const statusFor = async (host: string): Promise<number | undefined> => {
    const sent = request({ host: hostname, port, path: '/', headers: { host } }).end();
    const [response] = await once(sent, 'response');
    response.resume();
    return response.statusCode;
  };
  expect(await statusFor('rebound.example')).toBe(403);
  expect(await statusFor(`localhost:${port}`)).toBe(200);
  expect(await statusFor(`[::1]:${port}`)).toBe(200);
});

test('its page has nothing inline, loads nothing from elsewhere and cannot be framed', async () => {
  const { url } = await openBoard();
  const response = await fetch(url);
  const policy = response.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe');
  expect(response.headers.get('x-frame-options')).toBe('DENY');
  const page = await response.text();
  expect(page).toContain('<div id="root"></div>');
  expect(page).not.toMatch(/style=|<style|https?:|<script(?![^>]*(src=|application\/json))/);
  const [, script = ''] = /<script defer src="([^"]+)"/.exec(page) ?? [];
  expect((await fetch(new URL(script, url))).status).toBe(200);
});

test('says whether it lives, what it depends on and what the queues hold', async () => {
  const { url, ledger } = await openBoard();
  await ledger.acceptOne({ queue: 'mail' });
  expect(await (await fetch(`${url}/livez`)).json()).toEqual({ status: 'live', name: 'dashboard' });
  expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({
    status: 'ready',
    dependencies: { postgresql: { state: 'up' } },
  });
  const metrics = await (await fetch(`${url}/metrics`)).text();
  expect(metrics).toContain('nightshift_queue_jobs{queue="mail",state="waiting"} 1');
});

test('answers in JSON what it has not got, and what is too large', async () => {
  const { url, ask } = await openBoard();
  expect(await (await fetch(`${url}/api/nothing`)).json()).toEqual({
    error: 'There is no GET /api/nothing here.',
  });
  const body = { name: 'mail.send', data: { to: 'x'.repeat(300_000) } };
  expect((await ask('/mail/add', { method: 'POST', body })).status).toBe(413);
});

test('says what to change when its port is taken', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const { platform } = await openBoard();
  await expect(startDashboard(platform, { port })).rejects.toThrow(/NIGHTSHIFT_DASHBOARD_PORT/);
  taken.close();
});

test('starts again after it was stopped', async () => {
  const { platform } = await openBoard();
  const first = await startDashboard(platform);
  await first.stop();
  const second = await startDashboard(platform, { port: first.port });
  expect((await fetch(second.url)).status).toBe(200);
  await second.stop();
});
