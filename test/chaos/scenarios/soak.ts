import { readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Carrying } from '../chaos-servers.ts';
import type { Scenario } from '../scenario.ts';
import type { Stack } from '../stack.ts';

/** How long each of the two soaks lasts, in milliseconds; `CHAOS_SOAK_MS` changes it. */
const DURATION_MS = Number(process.env['CHAOS_SOAK_MS'] ?? 300_000);
const JOBS_PER_SECOND = 100;

type Fault = readonly [what: string, harm: (stack: Stack) => Promise<unknown>];

const EVERYWHERE: readonly Fault[] = [
  ['a worker is killed', (stack) => stack.pickWorker().kill()],
  ['a worker is frozen', freezeWorker],
  ['a relay is killed', (stack) => stack.relay.kill()],
  ['PostgreSQL dies and starts again', ({ servers }) => servers.postgres.restart('immediate')],
  ['PostgreSQL is restarted', ({ servers }) => servers.postgres.restart('fast')],
];

const FAULTS: Readonly<Record<'redis' | 'rabbitmq', readonly Fault[]>> = {
  redis: [
    ...EVERYWHERE,
    ['Redis is killed', ({ servers }) => restartAfter(servers.redis, 3_000)],
    ['Redis is frozen', ({ servers }) => servers.redis.command('DEBUG', 'SLEEP', '12')],
    ['Redis is wiped', ({ servers }) => servers.redis.command('FLUSHALL')],
    ['the connections to Redis are cut', async ({ servers }) => servers.proxy.cutAll()],
    ['the connections to Redis are half-open', halfOpen],
  ],
  rabbitmq: [
    ...EVERYWHERE,
    ['RabbitMQ is killed', ({ servers }) => restartAfter(servers.rabbitMq, 1_000)],
    [
      'RabbitMQ closes all connections',
      ({ servers }) => servers.rabbitMq.ctl('close_all_connections', 'chaos'),
    ],
    ['the connections to RabbitMQ are cut', async ({ servers }) => servers.proxy.cutAll()],
    ['the connections to RabbitMQ are half-open', halfOpen],
  ],
};

export const SOAKS: readonly Scenario[] = (['redis', 'rabbitmq'] as const).map((carriedBy) => ({
  name: `a random fault every 5 to 20 s under 100 jobs a second by way of ${nameOf(carriedBy)}`,
  promise: 'everything is accounted for at the end, and no connection or file is left behind',
  needs: { carriedBy, throughProxy: true, workers: 3, reconciles: false },
  mayBeAmbiguous: true,
  settlesWithinMs: 240_000,
  run: (stack) => soak(stack, FAULTS[carriedBy]),
}));

async function soak(stack: Stack, faults: readonly Fault[]): Promise<void> {
  const { production } = stack;
  const stop = production.flow(JOBS_PER_SECOND, { busyMs: 20 });
  await sleep(10_000);
  const before = await countHandles(stack);
  const endsAtMs = performance.now() + DURATION_MS;
  while (performance.now() < endsAtMs) {
    await sleep(5_000 + stack.random() * 15_000);
    const fault = faults[Math.floor(stack.random() * faults.length)];
    process.stdout.write(`${Math.round((endsAtMs - performance.now()) / 1_000)} s left: ${fault?.[0]}\n`);
    await fault?.[1](stack);
    stack.healed();
  }
  await sleep(20_000);
  await stop();
  const after = await countHandles(stack);
  process.stdout.write(`before and after: ${JSON.stringify([before, after])}\n`);
  expect(production.errorCodes('recorded').filter((code) => code !== 'LEDGER_UNAVAILABLE')).toEqual([]);
  for (const name of ['databaseConnections', 'brokerConnections', 'files'] as const)
    expect(after[name]).toBeLessThanOrEqual(before[name] + 10);
}

/** What must not grow however often servers and processes come and go. */
async function countHandles({ servers }: Stack) {
  const [row] = await servers.postgres.query('SELECT count(*)::integer AS sessions FROM pg_stat_activity');
  const files = await readdir('/proc/self/fd').catch(() => []);
  return {
    databaseConnections: Number(row?.['sessions']),
    brokerConnections: servers.proxy.connections,
    files: files.length,
    residentMegabytes: Math.round(process.memoryUsage.rss() / 1e6),
  };
}

async function freezeWorker(stack: Stack): Promise<void> {
  const worker = stack.pickWorker();
  worker.freeze();
  await sleep(15_000);
  worker.thaw();
}

async function halfOpen({ servers }: Stack): Promise<void> {
  servers.proxy.toServer.isBlackHole = true;
  servers.proxy.toClient.isBlackHole = true;
  await sleep(8_000);
  servers.proxy.heal();
}

async function restartAfter(
  server: { kill(): Promise<void>; start(): Promise<void> },
  downMs: number,
): Promise<void> {
  await server.kill();
  await sleep(downMs);
  await server.start();
}

function nameOf(carriedBy: Carrying): string {
  return carriedBy === 'redis' ? 'Redis' : 'RabbitMQ';
}
