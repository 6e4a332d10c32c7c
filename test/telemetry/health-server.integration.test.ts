import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import {
  type HealthServer,
  type HealthServerOptions,
  startHealthServer,
} from '../../src/telemetry/health-server.ts';
import { silentLog } from '../../src/telemetry/log.ts';
import { Metrics } from '../../src/telemetry/metrics.ts';
import { findPort } from '../servers/find-port.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

const start = async (options: Partial<HealthServerOptions> = {}): Promise<HealthServer> => {
  const server = await startHealthServer({
    host: '127.0.0.1',
    port: 0,
    name: 'worker email',
    whyNotLive: () => undefined,
    dependencies: {},
    metrics: new Metrics(),
    log: silentLog,
    ...options,
  });
  open.push(server);
  return server;
};

const ask = async ({ url }: HealthServer, path: string): Promise<{ status: number; body: unknown }> => {
  const response = await fetch(url + path);
  return { status: response.status, body: await response.json() };
};

describe('/livez', () => {
  test('says that the process works', async () => {
    expect(await ask(await start(), '/livez')).toEqual({
      status: 200,
      body: { status: 'live', name: 'worker email' },
    });
  });

  test('says why it does not', async () => {
    const server = await start({ whyNotLive: () => 'claimed nothing for 60 s' });
    expect(await ask(server, '/livez?x=1')).toMatchObject({
      status: 503,
      body: { why: 'claimed nothing for 60 s' },
    });
  });

  test('does not mind a dependency that is away', async () => {
    const server = await start({ dependencies: { redis: () => Promise.reject(new Error('away')) } });
    expect((await ask(server, '/livez')).status).toBe(200);
  });
});

describe('/readyz', () => {
  test('names each dependency with its state, its latency and since when', async () => {
    let isAway = false;
    const postgres = () =>
      isAway ? Promise.reject(new Error('no postgres://u:geheim@h')) : Promise.resolve();
    const server = await start({ dependencies: { postgres, redis: async () => 'PONG' } });
    const before = await ask(server, '/readyz');
    expect(before).toMatchObject({
      status: 200,
      body: {
        status: 'ready',
        dependencies: {
          postgres: { state: 'up', latencyMs: expect.any(Number), since: expect.stringMatching(/Z$/) },
          redis: { state: 'up' },
        },
      },
    });
    expect(await ask(server, '/readyz')).toMatchObject({
      body: { dependencies: { redis: { since: dependency(before, 'redis').since } } },
    });
    isAway = true;
    const after = await ask(server, '/readyz');
    expect(after).toMatchObject({ status: 503, body: { status: 'not ready' } });
    expect(dependency(after, 'postgres')).toMatchObject({ state: 'down', error: 'no postgres://u:***@h' });
  });

  test('takes a probe that throws for a dependency that is down', async () => {
    const server = await start({
      dependencies: {
        broken: () => {
          throw new Error('no client');
        },
      },
    });
    expect(dependency(await ask(server, '/readyz'), 'broken')).toMatchObject({ error: 'no client' });
  });

  test('answers though a dependency does not', async () => {
    const server = await start({ dependencies: { hung: () => new Promise(() => {}) } });
    expect(dependency(await ask(server, '/readyz'), 'hung')).toMatchObject({
      state: 'down',
      error: 'no answer within 2000 ms',
    });
  });
});

describe('the server', () => {
  test('gives the metrics in Prometheus’ format', async () => {
    const metrics = new Metrics();
    metrics.counter('nightshift_x_total', { help: 'X.' }).of().add(2);
    const { url } = await start({ metrics });
    const response = await fetch(`${url}/metrics`);
    expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    expect(await response.text()).toContain('nightshift_x_total 2');
  });

  test('answers other paths and methods with what it expected', async () => {
    const server = await start();
    expect(await ask(server, '/')).toMatchObject({ status: 404, body: { error: expect.any(String) } });
    expect((await fetch(`${server.url}/livez`, { method: 'POST' })).status).toBe(405);
    expect(await (await fetch(`${server.url}/livez`, { method: 'HEAD' })).text()).toBe('');
  });

  test('takes the next free port when others hold the first', async () => {
    const first = await start({ port: await findPort() });
    const second = await start({ port: first.port });
    expect(second.port).toBeGreaterThan(first.port);
    expect((await ask(second, '/livez')).status).toBe(200);
  });

  test('says which port is in use and what to do, when it may take no other', async () => {
    const { port } = await start();
    await expect(start({ port, tries: 1 })).rejects.toThrow(
      `Port ${port} of 127.0.0.1 is not to be had (in use): end what uses it, or set NIGHTSHIFT_HEALTH_PORT to another.`,
    );
  });

  test('says that an address is not this machine’s', async () => {
    await expect(start({ host: '192.0.2.1' })).rejects.toThrow('no such address');
  });

  test('may be closed while someone is connected, and be opened again on its port', async () => {
    const server = await start();
    const socket = connect(server.port, '127.0.0.1');
    await once(socket, 'connect');
    const ended = once(socket, 'close');
    await fetch(`${server.url}/livez`);
    await server.close();
    await ended;
    await expect(fetch(`${server.url}/livez`)).rejects.toThrow('fetch failed');
    expect((await start({ port: server.port, tries: 1 })).port).toBe(server.port);
  });
});

function dependency(answer: { body: unknown }, name: string): Record<string, unknown> {
  return (answer.body as { dependencies: Record<string, Record<string, unknown>> }).dependencies[name] ?? {};
}
