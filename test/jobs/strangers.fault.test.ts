import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { jobs } from '../../jobs/index.ts';
import { queues } from '../../jobs/queues.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { rowsOf } from '../../src/db/rows-of.ts';
import { Domain } from '../../src/domain/domain.ts';
import { openPlatform, type Platform } from '../../src/platform/platform.ts';
import { startPlatformRelay } from '../../src/platform/start-platform-relay.ts';
import { silentLog } from '../../src/telemetry/log.ts';
import type { WorkerDefinition } from '../../src/worker/define-worker.ts';
import { startWorker } from '../../src/worker/start-worker.ts';
import analytics from '../../workers/analytics.ts';
import email from '../../workers/email.ts';
import notifications from '../../workers/notifications.ts';
import tasks from '../../workers/tasks.ts';
import { sowUser } from '../domain/sow.ts';
import { freshFolder } from '../servers/fresh-folder.ts';
import { migratedDatabase } from '../servers/migrated-database.ts';
import { startRabbitMq } from '../servers/start-rabbit-mq.ts';
import { redisUrl } from '../servers/urls.ts';
import { until } from '../until.ts';

const SCRIPT = fileURLToPath(new URL('../broker/rabbitmq/publish-as-stranger.py', import.meta.url));

/** Debian's Python, which has Debian's pika. */
const PYTHON = '/usr/bin/python3';

const groups = { analytics, email, notifications, tasks };

/** The whole application with these groups, on a RabbitMQ of its own: its queues have the names that strangers know. */
async function startApplication() {
  const server = await startRabbitMq();
  onTestFinished(() => server.close());
  const fresh = await migratedDatabase();
  onTestFinished(() => fresh.drop());
  const dataFolder = await freshFolder();
  const env = {
    DATABASE_URL: fresh.url,
    REDIS_URL: redisUrl,
    NIGHTSHIFT_REDIS_PREFIX: `t${randomUUID().slice(0, 8)}`,
    AMQP_URL: server.url,
    NIGHTSHIFT_DATA_DIR: dataFolder,
  };
  const config = loadConfig(env, { envFile: false });
  const platform = await openPlatform({ config, queues, jobs, log: silentLog, name: 'test' });
  onTestFinished(() => platform.close());
  const relay = await startPlatformRelay(platform);
  onTestFinished(() => relay.stop());
  for (const [group, definition] of Object.entries(groups)) await start(platform, group, definition);
  const publish = (exchange: string, key: string, body: unknown) =>
    promisify(execFile)(PYTHON, [SCRIPT, server.url, exchange, key, JSON.stringify(body)]);
  return { platform, dataFolder, publish };
}

async function start(platform: Platform, group: string, definition: WorkerDefinition): Promise<void> {
  const { config, database, producer, log, kv } = platform;
  const services = await definition.services({ config, database, nightshift: producer, log, kv });
  const mine = queues.filter(({ name }) => definition.queues.includes(name));
  const worker = await startWorker({ group, queues: mine, services, concurrency: 5, ...platform });
  onTestFinished(() => worker.stop({ graceMs: 2_000 }));
}

test('whatever a Python program says in one of the five ways is done', { timeout: 120_000 }, async () => {
  const { platform, dataFolder, publish } = await startApplication();
  const { database } = platform;
  const userId = await sowUser(new Domain(database), { channels: ['in-app', 'email'] });
  const { channels } = await platform.kv();
  const watching = await channels.subscribe('task:7');
  const patience = { timeoutMs: 60_000 };

  await publish('', 'email_notifications', {
    email: 'ada@example.com',
    subject: 'Due',
    task: { title: 'Water' },
  });
  await publish('', 'task_creation', { title: 'Paint', user_id: userId, priority: 'High', due_date: null });
  await publish('', 'analytics', { type: 'daily_summary', date: '2030-01-01' });
  await publish('notifications', 'task_updates', { user_id: userId, task_id: 7, type: 'task-completed' });
  await publish('updates', 'task_updates', {
    task_id: 7,
    type: 'completed',
    timestamp: '2030-03-29T16:00:00.5',
  });

  const mails = join(dataFolder, 'outbox/email');
  const mail = await until(
    async () => {
      const contents = await Promise.all(
        (await readdir(mails)).map((name) => readFile(join(mails, name), 'utf8')),
      );
      return contents.find((content) => /^To: ada@example.com/m.test(content));
    },
    { what: 'the reminder', ...patience },
  );
  expect(mail).toContain('Subject: Due');
  const told = await until(
    async () => {
      const rows = await rowsOf(
        database,
        'SELECT type, title FROM app.notifications WHERE user_id = $1 ORDER BY type',
        [userId],
      );
      return rows.length === 2 && rows;
    },
    { what: 'two notifications', ...patience },
  );
  expect(told).toEqual([
    { type: 'task-completed', title: 'Task completed: task 7' },
    { type: 'task-created', title: 'Task created: Paint' },
  ]);
  expect(await rowsOf(database, 'SELECT owner_id, title, priority FROM app.tasks')).toEqual([
    { owner_id: userId, title: 'Paint', priority: 'high' },
  ]);
  const { value: update } = await watching[Symbol.asyncIterator]().next();
  watching.close();
  expect(update?.message).toMatchObject({ taskId: 7, type: 'completed', at: '2030-03-29T16:00:00.500Z' });
  await until(
    async () => {
      const states = await rowsOf<{ readonly state: string }>(database, 'SELECT state FROM nightshift.jobs');
      return states.length >= 7 && states.every(({ state }) => state === 'completed');
    },
    { what: 'every job to complete', ...patience },
  );
  const names = await rowsOf<{ readonly name: string }>(
    database,
    'SELECT DISTINCT name FROM nightshift.jobs ORDER BY 1',
  );
  expect(names.map(({ name }) => name)).toEqual([
    'analytics.daily-summary',
    'email.send-task-reminder',
    'notifications.deliver',
    'notifications.send',
    'tasks.create',
    'updates.broadcast',
  ]);
});
