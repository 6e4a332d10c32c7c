import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { loadConfig } from '../../../src/config/load-config.ts';
import { findBoardAddress, waitForBoard } from '../../../src/local/up/board-address.ts';

const board = [{ name: 'board', command: ['nightshift', 'dashboard'] }] as const;
const signal = new AbortController().signal;

test('is nowhere when no process is the board', async () => {
  const relay = [{ name: 'relay', command: ['nightshift', 'relay'] }] as const;
  expect(await findBoardAddress(configOf({}), relay)).toBeUndefined();
});

test('takes the configured port, or another when a program has that', async () => {
  const { port } = await listen(200);
  const address = await findBoardAddress(configOf({ NIGHTSHIFT_DASHBOARD_PORT: String(port) }), board);
  expect(address?.port).not.toBe(port);
  expect(address?.url).toBe(`http://127.0.0.1:${address?.port}`);
  const free = { NIGHTSHIFT_DASHBOARD_PORT: String(address?.port) };
  expect(await findBoardAddress(configOf(free), board)).toEqual(address);
});

test('names an address that a browser can open when the board listens on all', async () => {
  const env = {
    NIGHTSHIFT_DASHBOARD_PORT: '0',
    NIGHTSHIFT_DASHBOARD_HOST: '0.0.0.0',
    NIGHTSHIFT_DASHBOARD_PASSWORD: 'twelve letters',
  };
  expect((await findBoardAddress(configOf(env), board))?.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});

test('is there once it says that it lives', async () => {
  const dead = await listen(503);
  expect(await waitForBoard(dead.url, { timeoutMs: 300, signal })).toBe(false);
  const live = await listen(200);
  expect(await waitForBoard(live.url, { timeoutMs: 5_000, signal })).toBe(true);
});

test('is not waited for any longer once the end was asked for', async () => {
  const dead = await listen(503);
  const stopping = new AbortController();
  const waiting = waitForBoard(dead.url, { timeoutMs: 60_000, signal: stopping.signal });
  stopping.abort();
  expect(await waiting).toBe(false);
});

async function listen(status: number): Promise<{ port: number; url: string }> {
  const server = createServer((request, response) => {
    response.statusCode = request.url === '/livez' ? status : 404;
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { port, url: `http://127.0.0.1:${port}` };
}

function configOf(env: Record<string, string>) {
  return loadConfig(env, { envFile: false });
}
