import { expect, test } from 'vitest';
import { ALERT_RULES } from '../../src/alerts/alert-rules.ts';
import type { Figures } from '../../src/alerts/figures.ts';
import { judge } from '../../src/alerts/judge.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import type { QueueStats } from '../../src/ledger/search/count-jobs.ts';

const thresholds = loadConfig({}, { envFile: false }).alerts;

const quiet: Figures = {
  queues: [],
  workers: [],
  unrecorded: [],
  failureRatios: [],
  failedLastHour: [],
  carriedAgain: [],
  relayLags: [],
  overdue: [],
  redisMemory: [],
  hitRatio: 99,
  disk: 10,
  away: [],
  rabbitAlarms: [],
};

function queueOf(more: Partial<QueueStats>): QueueStats {
  const none = { waiting: 0, published: 0, active: 0, completed: 0, cancelled: 0 };
  return {
    queue: 'email',
    counts: { ...none, expired: 0, failed: 0, discarded: 0 },
    waitFor: { time: 0, parents: 0 },
    oldestWaitingMs: undefined,
    isPaused: false,
    ...more,
  };
}

const late = queueOf({ oldestWaitingMs: 360_000 });

test('finds nothing where nothing is wrong', () => {
  expect(judge(quiet, thresholds)).toEqual({ findings: [], unknown: [] });
});

test.each([
  ['oldest-waiting', { queues: [late] }, 'email: a job that could run has waited for 6 min (limit: 5 min)'],
  [
    'backlog',
    { queues: [queueOf({ counts: { ...late.counts, waiting: 120_000, published: 5 } })] },
    'email: 120,005 jobs could run (limit: 100,000 jobs)',
  ],
  [
    'no-worker',
    { queues: [late] },
    'email: no worker consumes it, and a job has waited for 6 min (limit: 60 s)',
  ],
  ['failure-ratio', { failureRatios: [{ subject: 'sms', value: 41 }] }, 'sms: 41 % of what ended'],
  [
    'schedule-late',
    { overdue: [{ subject: 'nightly', value: 200_000 }] },
    'nightly: a due time is overdue by 3 min',
  ],
  [
    'failed-growth',
    { failedLastHour: [{ subject: 'sms', value: 100 }] },
    'sms: 100 jobs failed in the last hour',
  ],
  ['relay-lag', { relayLags: [{ subject: 'sms', value: 60_000 }] }, 'sms: a job has been due for 60 s'],
  [
    'broker-data-loss',
    { carriedAgain: [{ subject: 'sms', value: 1 }] },
    'sms: 1 job had to be carried again',
  ],
  ['redis-memory', { redisMemory: [{ subject: 'Redis', value: 80 }] }, 'Redis: 80 % of its memory'],
  ['hit-ratio', { hitRatio: 19 }, 'cache: only 19 % of the questions were hits (limit: 20 %)'],
  ['disk', { disk: 91 }, 'data folder: 91 % is in use'],
  ['server-away', { away: [{ subject: 'bullmq', value: 30_000 }] }, 'bullmq: it has not answered for 30 s'],
  [
    'rabbitmq-alarm',
    { rabbitAlarms: ['rabbit@a is short of memory'] },
    'rabbit@a is short of memory: RabbitMQ',
  ],
] as const)('%s is found', (rule, figures, message) => {
  const found = judge({ ...quiet, ...figures }, thresholds).findings;
  expect(found.filter((each) => each.rule === rule).map((each) => each.message)).toEqual([
    expect.stringContaining(message),
  ]);
});

test('every rule has a case here', () => {
  expect(ALERT_RULES).toHaveLength(13);
});

test('a paused queue is neither late nor without a worker, and a queue with one is only late', () => {
  const rulesOf = (figures: Partial<Figures>): readonly string[] =>
    judge({ ...quiet, ...figures }, thresholds).findings.map(({ rule }) => rule);
  expect(rulesOf({ queues: [{ ...late, isPaused: true }] })).toEqual([]);
  const worker = { isAlive: true, queues: ['email'] } as unknown as Figures['workers'][number]; // all that is looked at
  expect(rulesOf({ queues: [late], workers: [worker] })).toEqual(['oldest-waiting']);
});

test('a threshold of 0 is never reached', () => {
  const { findings } = judge(
    { ...quiet, queues: [late] },
    { ...thresholds, oldestWaitingMs: 0, noWorkerMs: 0 },
  );
  expect(findings).toEqual([]);
});

test('what could not be read is unknown, not well', () => {
  const { unknown } = judge({ ...quiet, hitRatio: undefined, redisMemory: undefined }, thresholds);
  expect(unknown).toEqual(['redis-memory', 'hit-ratio']);
});
