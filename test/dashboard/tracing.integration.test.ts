import { randomBytes, randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { deliverMail } from '../../jobs/email/deliver-mail.ts';
import type { EmailContext } from '../../jobs/email/services.ts';
import { rowsOf } from '../../src/db/rows-of.ts';
import { defineJob } from '../../src/job/job-definition.ts';
import { defineQueue } from '../../src/job/queue.ts';
import { openApiKeys } from '../../src/operators/api-keys.ts';
import { tracing } from '../../src/telemetry/tracing.ts';
import { defineWorker } from '../../src/worker/define-worker.ts';
import { serveWorker } from '../../src/worker/serve-worker.ts';
import { makeMailer } from '../../workers/services/mailer/make-mailer.ts';
import { freshQueueName } from '../servers/fresh-queue-name.ts';
import { type Collector, type ReceivedSpan, startCollector } from '../servers/start-collector.ts';
import { amqpUrl, redisUrl } from '../servers/urls.ts';
import { until } from '../until.ts';
import { startScriptedSmtpServer } from '../workers/services/mailer/scripted-smtp-server.ts';
import { openBoard, type TestBoard } from './open-board.ts';

const viaRabbit = freshQueueName('mails');
const flood = freshQueueName('flood');
const queues = [
  defineQueue({ name: 'mails', broker: 'bullmq', workers: 'test' }),
  defineQueue({ name: viaRabbit, broker: 'rabbitmq', workers: 'test' }),
  defineQueue({ name: flood, broker: 'bullmq', recorded: false, workers: 'test' }),
];
const sendBy = (name: string, queue: string) =>
  defineJob({
    name,
    queue,
    payload: z.strictObject({ to: z.email() }),
    run: ({ to }, context: EmailContext) =>
      deliverMail({ to: [{ email: to }], subject: 'Hello', text: 'Hello' }, context),
  });
const breakIn = (queue: string, name: string) =>
  defineJob({
    name,
    queue,
    payload: z.strictObject({}),
    retry: { maxAttempts: 1 },
    run: () => {
      throw new Error('no answer from redis://user:planted@host');
    },
  });
const jobs = [
  sendBy('mails.send', 'mails'),
  sendBy('mails.send-by-rabbit', viaRabbit),
  breakIn('mails', 'mails.break'),
  breakIn(flood, 'mails.break-in-flood'),
];

let collector: Collector;
let board: TestBoard;
let smtp: Awaited<ReturnType<typeof startScriptedSmtpServer>>;
let headers: Readonly<Record<string, string>>;
beforeAll(async () => {
  const closers: (() => Promise<void>)[] = [];
  const atEnd = (close: () => Promise<void>): void => void closers.unshift(close);
  collector = await startCollector();
  atEnd(() => collector.close());
  smtp = await startScriptedSmtpServer({}, atEnd);
  board = await openBoard(
    {
      queues,
      jobs,
      env: {
        OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/`,
        OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=night%20shift',
        REDIS_URL: redisUrl,
        NIGHTSHIFT_REDIS_PREFIX: `t${randomUUID().slice(0, 8)}`,
        AMQP_URL: amqpUrl,
        NIGHTSHIFT_HEALTH_PORT: '0',
        SMTP_URL: `smtp://${smtp.address.host}:${smtp.address.port}`,
      },
    },
    atEnd,
  );
  const { secret } = await openApiKeys(board.platform.database).add({
    name: 'test',
    jobs: ['mails.*'],
    tier: 'enterprise',
    createdBy: 'test',
  });
  headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${secret}` };
  const definition = defineWorker({
    queues: queues.map(({ name }) => name),
    services: ({ config }) => ({ mailer: makeMailer(config) }),
    close: ({ mailer }) => mailer.close(),
  });
  const worker = await serveWorker(board.platform, [{ name: 'test', definition }], () => {});
  atEnd(() => worker.stop({ graceMs: 1_000 }));
  return async () => {
    for (const close of closers) await close();
  };
});

const ROW = 'SELECT trace FROM nightshift.jobs WHERE queue = $1';

const newTrace = () => ({
  traceId: randomBytes(16).toString('hex'),
  spanId: randomBytes(8).toString('hex'),
});

async function enqueue(job: string, payload: unknown, { traceId, spanId }: ReturnType<typeof newTrace>) {
  const answer = await fetch(`${board.url}/api/jobs`, {
    method: 'POST',
    headers: { ...headers, traceparent: `00-${traceId}-${spanId}-01` },
    body: JSON.stringify({ job, payload }),
  });
  expect(answer.status).toBe(202);
}

/** The spans of a trace by their names, once one of that name has come. */
async function spansOf(traceId: string, last: string): Promise<ReadonlyMap<string, ReceivedSpan>> {
  return until(
    async () => {
      await tracing()?.flush();
      const found = new Map(
        collector.spans.filter((span) => span.traceId === traceId).map((span) => [span.name, span]),
      );
      return found.has(last) && found;
    },
    { timeoutMs: 50_000, what: `the span ${last}` },
  );
}

test.each([
  ['bullmq', 'mails.send', 'mails'],
  ['rabbitmq', 'mails.send-by-rabbit', viaRabbit],
])('follows one trace from an HTTP request over %s to the mail server', async (broker, job, queue) => {
  const asking = newTrace();
  await enqueue(job, { to: 'ada@example.com' }, asking);
  const spans = await spansOf(asking.traceId, `run ${job}`);
  const parentOf = (name: string): string | undefined =>
    [...spans.values()].find(({ spanId }) => spanId === spans.get(name)?.parentSpanId)?.name;
  expect(spans.get('POST /api/jobs')?.parentSpanId).toBe(asking.spanId);
  expect(parentOf(`enqueue ${job}`)).toBe('POST /api/jobs');
  expect(parentOf(`publish ${queue}`)).toBe(`enqueue ${job}`);
  expect(parentOf(`run ${job}`)).toBe(`enqueue ${job}`);
  expect(parentOf('step send-1')).toBe(`run ${job}`);
  expect(parentOf('smtp send')).toBe('step send-1');
  expect(spans.get('POST /api/jobs')?.attributes).toMatchObject({
    'http.route': '/api/jobs',
    'http.response.status_code': 202,
  });
  expect(spans.get(`run ${job}`)).toMatchObject({
    attributes: { 'messaging.system': broker, 'messaging.destination.name': queue },
    resource: { 'service.name': 'nightshift-test' },
  });
  expect(smtp.messages.length).toBeGreaterThan(0);
  expect(collector.headers[0]).toMatchObject({ 'x-tenant': 'night shift' });
});

test('marks what failed, without secrets', async () => {
  const asking = newTrace();
  await enqueue('mails.break', {}, asking);
  const run = (await spansOf(asking.traceId, 'run mails.break')).get('run mails.break');
  expect(run?.status).toMatchObject({ code: 2, message: 'no answer from redis://user:***@host' });
  expect(JSON.stringify(run)).not.toContain('planted');
});

test('keeps the trace of a job that gets its row only when it fails', async () => {
  const asking = newTrace();
  await enqueue('mails.break-in-flood', {}, asking);
  await spansOf(asking.traceId, 'run mails.break-in-flood');
  const trace = await until(
    async () => {
      const [row] = await rowsOf<{ readonly trace: string | null }>(board.ledger.database, ROW, [flood]);
      return row && String(row.trace);
    },
    { timeoutMs: 50_000, what: 'the row of the failed job' },
  );
  expect(trace).toMatch(new RegExp(`^00-${asking.traceId}-[\\da-f]{16}-01$`));
});
