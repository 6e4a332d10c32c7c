import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { startDashboard } from '../../dashboard/index.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { defineJob, type JobDefinition } from '../../src/job/job-definition.ts';
import { defineQueue, type Queue } from '../../src/job/queue.ts';
import { openPlatform, type Platform } from '../../src/platform/platform.ts';
import { silentLog } from '../../src/telemetry/log.ts';
import { openTestLedger, type TestLedger } from '../ledger/open-test-ledger.ts';

/** A job whose token nobody may see. */
const sendMail = defineJob({
  name: 'mail.send',
  queue: 'mail',
  payload: z.strictObject({ to: z.email(), token: z.string().optional() }),
  redact: ['payload.token'],
  run: () => undefined,
});

/** A plain job of a queue with two. */
const drawChart = defineJob({
  name: 'chart.draw',
  queue: 'charts',
  payload: z.strictObject({ points: z.array(z.number()) }),
  run: () => undefined,
});

const eraseChart = defineJob({
  name: 'chart.erase',
  queue: 'charts',
  payload: z.strictObject({ id: z.number() }),
  run: () => undefined,
});

/** A board of one test's own, with a ledger to put jobs into. */
export interface TestBoard {
  readonly url: string;
  readonly ledger: TestLedger;
  readonly platform: Platform;
  /** Asks the board's API; the path follows `/api/queues`. */
  readonly ask: <Body = AnswerBody>(path: string, request?: Ask) => Promise<Answer<Body>>;
}

export interface Ask {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer<Body = AnswerBody> {
  readonly status: number;
  readonly body: Body;
}

/** The parts of Bull Board's answers that tests look into; each answer has some of them. */
export interface AnswerBody {
  readonly queues: readonly ShownQueue[];
  readonly job: { readonly id: string; readonly data: unknown; readonly stacktrace: readonly string[] };
  readonly workers: readonly unknown[];
  readonly message?: string;
  readonly error?: unknown;
}

export interface ShownQueue {
  readonly name: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly jobs: readonly { readonly id: string }[];
  readonly isPaused: boolean;
}

export interface TestBoardOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly queues?: readonly Queue[];
  readonly jobs?: readonly JobDefinition[];
}

const QUEUES = ['mail', 'charts'].map((name) => defineQueue({ name, broker: 'bullmq', workers: 'test' }));

/** Closed at the end of the test, or by whatever `atEnd` hands its parts to, the last first. */
export async function openBoard(
  options: TestBoardOptions = {},
  atEnd: (close: () => Promise<void>) => void = onTestFinished,
): Promise<TestBoard> {
  const ledger = await openTestLedger();
  atEnd(() => ledger.close());
  const env = { DATABASE_URL: ledger.url, NIGHTSHIFT_DASHBOARD_PORT: '0', ...options.env };
  const platform = await openPlatform({
    config: loadConfig(env, { envFile: false }),
    queues: options.queues ?? QUEUES,
    jobs: options.jobs ?? [sendMail, drawChart, eraseChart],
    log: silentLog,
    name: 'test',
  });
  atEnd(() => platform.close());
  const dashboard = await startDashboard(platform);
  atEnd(() => dashboard.stop());
  return { url: dashboard.url, ledger, platform, ask: (path, ask) => askBoard(dashboard.url, path, ask) };
}

async function askBoard<Body>(
  url: string,
  path: string,
  { method = 'GET', body, headers = {} }: Ask = {},
): Promise<Answer<Body>> {
  const response = await fetch(`${url}/api/queues${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: JSON.parse(text === '' ? 'null' : text) as Body }; // as: the test says what it expects
}
