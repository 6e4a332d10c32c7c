import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { jobs } from '../../jobs/index.ts';
import { queues } from '../../jobs/queues.ts';
import { listOpenAlerts } from '../../src/alerts/alerts-table.ts';
import type { Notice } from '../../src/alerts/notice.ts';
import { startAlerts } from '../../src/alerts/start-alerts.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { rowsOf } from '../../src/db/rows-of.ts';
import { openPlatform, type Platform } from '../../src/platform/platform.ts';
import { silentLog } from '../../src/telemetry/log.ts';
import { openTestLedger, type TestLedger } from '../ledger/open-test-ledger.ts';
import { freshFolder } from '../servers/fresh-folder.ts';
import { redisUrl } from '../servers/urls.ts';
import { until } from '../until.ts';
import { startScriptedSmtpServer } from '../workers/services/mailer/scripted-smtp-server.ts';

const fast = { everyMs: 100, quietMs: 0, lookEveryMs: 100 };

interface Room {
  readonly ledger: TestLedger;
  readonly platform: Platform;
  /** What the webhook has got. */
  readonly notices: readonly Notice[];
  readonly folder: string;
}

/** The platform of our own application, which alerts a webhook. */
async function openRoom(
  env: Readonly<Record<string, string>> = {},
  urlOf: (ledger: TestLedger) => Promise<string> | string = ({ url }) => url,
): Promise<Room> {
  const ledger = await openTestLedger();
  onTestFinished(() => ledger.close());
  const { url, notices } = await startWebhook();
  const folder = await freshFolder();
  const given = {
    DATABASE_URL: await urlOf(ledger),
    REDIS_URL: redisUrl,
    NIGHTSHIFT_REDIS_PREFIX: `t${randomUUID().slice(0, 8)}`,
    NIGHTSHIFT_DATA_DIR: folder,
    NIGHTSHIFT_ALERT_WEBHOOK_URL: url,
    NIGHTSHIFT_ALERT_DISK_PERCENT: '0',
    NIGHTSHIFT_ALERT_HIT_PERCENT: '0',
    NIGHTSHIFT_ALERT_RELAY_LAG_MS: '0',
    NIGHTSHIFT_ALERT_NO_WORKER_MS: '0',
    ...env,
  };
  const config = loadConfig(given, { envFile: false });
  const platform = await openPlatform({ config, queues, jobs, log: silentLog, name: 'test' });
  onTestFinished(() => platform.close());
  return { ledger, platform, notices, folder };
}

async function startWebhook(): Promise<{ readonly url: string; readonly notices: readonly Notice[] }> {
  const notices: Notice[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      notices.push(JSON.parse(body) as Notice); // as: what it is sent
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, notices }; // as: it listens on TCP
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}

/** A job of `email` that could have run ten minutes ago. */
async function lateJob({ ledger }: Room): Promise<void> {
  const id = await ledger.acceptOne({ queue: 'email', name: 'email.send' });
  await ledger.database.query(
    `UPDATE nightshift.outbox SET due_at = now() - interval '10 minutes' WHERE id = $1`,
    [id],
  );
}

const watching = (platform: Platform): void => {
  const alerts = startAlerts(platform, fast);
  onTestFinished(() => alerts.close());
};

const waitFor = { timeoutMs: 60_000 };

test('tells once for several relays, and once that it is over', async () => {
  const room = await openRoom();
  await lateJob(room);
  for (const _ of ['one relay', 'another']) watching(room.platform);
  await until(() => room.notices.length > 0, { ...waitFor, what: 'a notice' });
  expect(room.notices[0]).toMatchObject({
    subject:
      'Nightshift: ALERT oldest-waiting: email: a job that could run has waited for 10 min (limit: 5 min)',
    alerts: [{ state: 'open', rule: 'oldest-waiting', subject: 'email', threshold: 300_000 }],
  });
  await room.ledger.database.query('DELETE FROM nightshift.outbox');
  await until(() => room.notices.length > 1, { ...waitFor, what: 'the recovery' });
  expect(room.notices[1]).toMatchObject({ alerts: [{ state: 'recovered', rule: 'oldest-waiting' }] });
  expect(room.notices).toHaveLength(2);
  expect(await listOpenAlerts(room.platform.database)).toEqual([]);
});

test('mails, calls and writes by jobs where somebody does them', async () => {
  const room = await openRoom({
    NIGHTSHIFT_ALERT_MAIL_TO: 'ops@shop.example, night@shop.example',
    NIGHTSHIFT_ALERT_SMS_TO: '+441632960123',
  });
  const worker = { id: randomUUID(), group: 'all', host: 'here', pid: 1, version: '1.0.0', concurrency: 1 };
  const beat = { ...worker, queues: ['email', 'sms', 'notifications'] };
  await room.ledger.ledger.beat({ worker: beat, leaseMs: 600_000, running: [], stats: null });
  await lateJob(room);
  watching(room.platform);
  const enqueued = (): Promise<readonly Enqueued[]> =>
    rowsOf<Enqueued>(
      room.platform.database,
      `SELECT name, payload FROM nightshift.jobs WHERE payload::text LIKE '%ALERT oldest-waiting%' ORDER BY name`,
    );
  await until(async () => (await enqueued()).length > 0, { ...waitFor, what: 'the jobs' });
  expect(await enqueued()).toMatchObject([
    { name: 'alerts.post-webhook', payload: { content: expect.stringContaining('"state":"open"') } },
    { name: 'email.send', payload: { to: [{ email: 'ops@shop.example' }, { email: 'night@shop.example' }] } },
    { name: 'sms.send', payload: { to: '+441632960123', body: expect.stringContaining('ALERT') } },
  ]);
  expect(room.notices).toEqual([]);
});

interface Enqueued {
  readonly name: string;
  readonly payload: unknown;
}

test('writes mails to the local outbox where there is neither a worker nor a mail server', async () => {
  const room = await openRoom({ NIGHTSHIFT_ALERT_MAIL_TO: 'ops@shop.example' });
  await lateJob(room);
  watching(room.platform);
  await until(() => room.notices.length > 0, { ...waitFor, what: 'a notice' });
  const folder = join(room.folder, 'outbox', 'email');
  const [file = ''] = await until(() => readdir(folder), { ...waitFor, what: 'the mail' });
  expect(await readFile(join(folder, file), 'utf8')).toMatch(/^To: ops@shop\.example\r?$/m);
});

test('mails and posts by itself while the ledger is away, once, and when it is back', async () => {
  const smtp = await startScriptedSmtpServer();
  const gate = { proxy: undefined as Proxy | undefined };
  const room = await openRoom(
    {
      SMTP_URL: `smtp://127.0.0.1:${smtp.address.port}`,
      NIGHTSHIFT_ALERT_MAIL_TO: 'ops@shop.example',
      NIGHTSHIFT_ALERT_AWAY_MS: '1',
    },
    async (ledger) => {
      gate.proxy = await startProxy(ledger.url);
      return gate.proxy.url;
    },
  );
  watching(room.platform);
  await room.platform.database.query('SELECT 1');
  gate.proxy?.shut();
  await until(() => room.notices.length > 0 && smtp.messages.length > 0, { ...waitFor, what: 'the notices' });
  const outage = { rule: 'server-away', subject: 'postgresql' };
  expect(room.notices[0]).toMatchObject({ alerts: [{ state: 'open', ...outage }] });
  expect(smtp.messages[0]).toContain('server-away: postgresql');
  gate.proxy?.open();
  await until(() => room.notices.length > 1, { ...waitFor, what: 'the recovery' });
  expect(room.notices[1]).toMatchObject({ alerts: [{ state: 'recovered', ...outage }] });
  expect(room.notices).toHaveLength(2);
});

interface Proxy {
  readonly url: string;
  /** Nobody gets through, and whoever had is cut off. */
  shut(): void;
  open(): void;
}

/** Stands before PostgreSQL. */
async function startProxy(databaseUrl: string): Promise<Proxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let isOpen = true;
  const server = createTcpServer((socket) => {
    if (!isOpen) return void socket.destroy();
    const onward = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy()).on('close', () => to.destroy());
      from.pipe(to);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  onTestFinished(() => {
    cut();
    server.close();
  });
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port); // as: it listens on TCP
  return {
    url: url.href,
    shut: () => {
      isOpen = false;
      cut();
    },
    open: () => {
      isOpen = true;
    },
  };
}
