import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findPort } from '../servers/find-port.ts';
import { until } from '../until.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';

let echo: Server;
let proxy: TcpProxy;
let received = '';
const clients: Socket[] = [];

beforeEach(async () => {
  received = '';
  const port = await findPort();
  echo = createServer((socket) => {
    socket
      .on('error', () => {})
      .on('data', (chunk) => {
        received += String(chunk);
        socket.write(chunk);
      });
  }).listen(port, '127.0.0.1');
  await once(echo, 'listening');
  proxy = await startTcpProxy(port, { random: () => 1 });
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await proxy.close();
  echo.close();
});

test('passes bytes and ends on in both directions', async () => {
  const client = open();
  client.socket.end('hello');
  await client.closed;
  expect(client.text()).toBe('hello');
  expect(received).toBe('hello');
  expect(client.error()).toBeUndefined();
});

test('adds latency and jitter to each direction by itself', async () => {
  proxy.toServer.latencyMs = 60;
  proxy.toClient.latencyMs = 40;
  proxy.toClient.jitterMs = 30;
  expect(await roundTripMs()).toBeGreaterThanOrEqual(128);
  proxy.heal();
  // A busy machine may take its time over one of them.
  const healed = [await roundTripMs(), await roundTripMs(), await roundTripMs()];
  expect(Math.min(...healed)).toBeLessThan(60);
});

test('keeps to a bandwidth', async () => {
  proxy.toServer.bytesPerSecond = 100_000;
  const client = open();
  const start = performance.now();
  client.socket.write('x'.repeat(20_000));
  await until(() => client.text().length === 20_000, { what: 'all bytes' });
  expect(performance.now() - start).toBeGreaterThan(180);
});

test('passes bytes on in small slices', async () => {
  proxy.toClient.sliceBytes = 7;
  const client = open();
  const sizes: number[] = [];
  client.socket.on('data', (chunk) => sizes.push(chunk.length));
  client.socket.write('x'.repeat(70));
  await until(() => client.text().length === 70, { what: 'all bytes' });
  expect(sizes.length).toBeGreaterThan(1);
});

test('a black hole swallows bytes and ends, and its connections stay silent when it is gone', async () => {
  const client = open();
  client.socket.write('before');
  await until(() => client.text() === 'before', { what: 'the answer' });
  proxy.toServer.isBlackHole = true;
  client.socket.write('lost');
  await proxied();
  proxy.heal();
  client.socket.end('also lost');
  const later = open();
  later.socket.write('after');
  await until(() => later.text() === 'after', { what: 'the answer on a new connection' });
  expect(received).toBe('beforeafter');
  expect(client.socket.closed).toBe(false);
});

test('resets every connection, and refuses new ones while told to', async () => {
  const client = open();
  await until(() => proxy.connections === 1, { what: 'the connection' });
  proxy.isRefusing = true;
  proxy.cutAll();
  await client.closed;
  expect(client.error()?.code).toBe('ECONNRESET');

  const refused = open();
  await refused.closed;
  expect(refused.error()?.code).toBe('ECONNRESET');
  await until(() => proxy.connections === 0, { what: 'the connections to go' });
});

test('resets the client when the server is not there', async () => {
  echo.close();
  const client = open();
  await client.closed;
  expect(client.error()?.code).toBe('ECONNRESET');
});

test('cuts a connection that has carried its limit', async () => {
  proxy.toServer.limitBytes = 10;
  const client = open();
  client.socket.write('0123456789abc');
  await client.closed;
  await until(() => received !== '', { what: 'the bytes within the limit' });
  expect(received).toBe('0123456789');
});

test('cuts after an occurrence of a pattern, wherever the chunks end', async () => {
  const cut = proxy.toServer.cutAfter('COMMIT', { skip: 1 });
  const client = open();
  for (const piece of ['begin COM', 'MIT again COMM', 'IT too late']) {
    client.socket.write(piece);
    await until(() => cut.cuts === 1 || client.text().endsWith(piece), { what: 'the piece' });
  }
  await client.closed;
  expect(client.error()?.code).toBe('ECONNRESET');
  await until(() => received === 'begin COMMIT again COMMIT', { what: 'the bytes up to the pattern' });
  expect(cut.occurrences).toBe(2);
});

test('cuts before a pattern, as often as told', async () => {
  const cut = proxy.toServer.cutBefore(Buffer.from('!'), { times: 2 });
  for (const expected of ['one', 'oneone']) {
    const client = open();
    client.socket.write('one!two');
    await client.closed;
    await until(() => received === expected, { what: 'the bytes before the pattern' });
  }
  const client = open();
  client.socket.write('one!two');
  await until(() => client.text() === 'one!two', { what: 'the third to pass' });
  expect(cut).toMatchObject({ cuts: 2, occurrences: 3 });
});

interface EchoClient {
  readonly socket: Socket;
  readonly closed: Promise<unknown>;
  readonly text: () => string;
  readonly error: () => NodeJS.ErrnoException | undefined;
}

function open(): EchoClient {
  let text = '';
  let error: NodeJS.ErrnoException | undefined;
  const socket = connect(proxy.port, '127.0.0.1');
  clients.push(socket);
  // `once` would reject on the error that some wait for.
  const closed = new Promise((resolve) => socket.on('close', resolve));
  socket.on('data', (chunk) => {
    text += String(chunk);
  });
  socket.on('error', (seen) => {
    error = seen;
  });
  return { socket, closed, text: () => text, error: () => error };
}

async function roundTripMs(): Promise<number> {
  const client = open();
  await until(() => proxy.connections > 0 && client.socket.readyState === 'open', { what: 'the connection' });
  const start = performance.now();
  client.socket.write('ping');
  await until(() => client.text() === 'ping', { what: 'the answer', everyMs: 1 });
  return performance.now() - start;
}

/** Resolves when what was sent through the proxy before has reached it. */
async function proxied(): Promise<void> {
  const seen = proxy.connectionsSoFar;
  open();
  await until(() => proxy.connectionsSoFar > seen, { what: 'the proxy to see a connection' });
}
