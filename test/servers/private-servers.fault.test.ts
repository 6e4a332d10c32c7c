import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createConnection } from 'node:net';
import { fileURLToPath } from 'node:url';
import { connect } from 'amqplib';
import { Client } from 'pg';
import { afterEach, expect, test } from 'vitest';
import { until } from '../until.ts';
import { jiti } from './jiti.ts';
import type { PrivateServer } from './private-server.ts';
import { isRunning } from './process-tree.ts';
import { startPostgres } from './start-postgres.ts';
import { startRabbitMq } from './start-rabbit-mq.ts';
import { startRedis } from './start-redis.ts';

const open: PrivateServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

function closeLater<Server extends PrivateServer>(server: Server): Server {
  open.push(server);
  return server;
}

test('Redis keeps its data over a kill, and loses it with a wipe', async () => {
  const redis = closeLater(await startRedis({ args: ['--appendonly', 'yes', '--appendfsync', 'always'] }));
  await redis.command('SET', 'key', 'kept');
  await redis.kill();
  await expect(redis.command('PING')).rejects.toThrow('Connection is closed');

  await redis.start();
  expect(await redis.command('GET', 'key')).toBe('kept');

  await redis.stop();
  await redis.wipe();
  await redis.start();
  expect(await redis.command('GET', 'key')).toBeNull();
});

test('Redis takes a password and settings while it runs', async () => {
  const redis = closeLater(await startRedis({ password: 'only-for-tests' }));
  await redis.configSet('maxmemory-policy', 'allkeys-lru');
  expect(await redis.command('CONFIG', 'GET', 'maxmemory-policy')).toEqual([
    'maxmemory-policy',
    'allkeys-lru',
  ]);
});

test('a frozen server takes connections and answers when it is thawed', async () => {
  const redis = closeLater(await startRedis());
  redis.freeze();
  const socket = createConnection(redis.port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write('PING\r\n');
  const answer = once(socket, 'data');
  redis.thaw();
  expect(String((await answer)[0])).toBe('+PONG\r\n');
  socket.destroy();
});

test('PostgreSQL keeps what was committed over a kill and over both kinds of restart', async () => {
  const postgres = closeLater(await startPostgres({ settings: { work_mem: '5MB' } }));
  expect(await postgres.query('show work_mem')).toEqual([{ work_mem: '5MB' }]);
  await postgres.query('create table kept (value text)');
  await postgres.query("insert into kept values ('here')");

  await postgres.kill();
  await postgres.start();
  await postgres.restart('fast');
  await postgres.restart('immediate');

  expect(await postgres.query('select value from kept')).toEqual([{ value: 'here' }]);
});

test('PostgreSQL ends sessions in mid-query when it restarts', async () => {
  const postgres = closeLater(await startPostgres());
  const client = new Client({ connectionString: postgres.url });
  client.on('error', () => {});
  await client.connect();
  const query = client.query('select pg_sleep(60)').catch((error: unknown) => error);
  await until(
    async () => (await postgres.query(`select from pg_stat_activity where wait_event = 'PgSleep'`)).length,
    {
      what: 'the query to run',
    },
  );
  await postgres.restart('fast');
  expect(await query).toBeInstanceOf(Error);
});

test('RabbitMQ keeps a durable queue over a kill, answers rabbitmqctl and takes configuration', async () => {
  const rabbitMq = closeLater(await startRabbitMq({ config: ['consumer_timeout = 60000'] }));
  const connection = await connect(rabbitMq.url);
  connection.on('error', () => {});
  await (await connection.createChannel()).assertQueue('kept', { arguments: { 'x-queue-type': 'quorum' } });
  await rabbitMq.kill();
  await rabbitMq.start();

  expect(await rabbitMq.ctl('list_queues', 'name')).toContain('kept');
  expect(await rabbitMq.ctl('eval', 'application:get_env(rabbit, consumer_timeout).')).toContain('60000');
});

test('servers end and their folders go when the process that started them is killed', async () => {
  const script = fileURLToPath(new URL('./programs/hold-servers.ts', import.meta.url));
  const runner = spawn(process.execPath, [jiti, script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(runner.stdout, 'data');
  const servers: { pid: number; data: string }[] = JSON.parse(String(line));
  expect(servers.map(({ pid }) => isRunning(pid))).toEqual([true, true]);

  runner.kill('SIGKILL');
  await until(() => !servers.some(({ pid }) => isRunning(pid)), { what: 'the servers to end' });
  await until(() => !servers.some(({ data }) => existsSync(data)), { what: 'their data to go' });
});
