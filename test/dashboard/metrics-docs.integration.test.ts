import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { root } from '../../scripts/root.ts';
import { defineJob } from '../../src/job/job-definition.ts';
import { defineQueue } from '../../src/job/queue.ts';
import { serveScheduler } from '../../src/schedule/scheduler/serve-scheduler.ts';
import { serveWorker } from '../../src/worker/serve-worker.ts';
import { redisUrl } from '../servers/urls.ts';
import { until } from '../until.ts';
import { openBoard, type TestBoard } from './open-board.ts';

const docs = readFileSync(join(root, 'docs', 'metrics.md'), 'utf8');

/** Names in the table of a section, without their labels. */
function documented(section: string): readonly string[] {
  const [, text = ''] = docs.split(`\n## ${section}\n`);
  return [...(text.split('\n## ')[0] ?? '').matchAll(/^\| `(nightshift_\w+)/gm)].map(([, name = '']) => name);
}

/** Names of what a scrape holds at least one figure of, but for those of Node itself. */
function scraped(text: string): readonly string[] {
  const names = [...text.matchAll(/^(nightshift_\w+?)(?:_bucket|_sum|_count)?(?:\{.*\})? [\d.e+-]+$/gm)];
  return [...new Set(names.map(([, name = '']) => name))].filter((name) => !/_(process|nodejs)_/.test(name));
}

const echo = defineJob({
  name: 'echo.say',
  queue: 'echo',
  payload: z.strictObject({}),
  run: () => undefined,
});
const write = defineJob({
  name: 'echo.write',
  queue: 'echo',
  payload: z.strictObject({}),
  run: (_payload, { transaction }) => transaction(async () => {}),
});

const pour = defineJob({
  name: 'flood.pour',
  queue: 'flood',
  payload: z.strictObject({}),
  run: () => undefined,
});

const RECORDED_IN_TRANSACTION =
  'nightshift_attempts_total{queue="echo",job="echo.write",outcome="completed"} 1\n';

let board: TestBoard;
beforeAll(async () => {
  const closers: (() => Promise<void>)[] = [];
  board = await openBoard(
    {
      env: {
        REDIS_URL: redisUrl,
        NIGHTSHIFT_REDIS_PREFIX: `t${randomUUID().slice(0, 8)}`,
        NIGHTSHIFT_KV_PREFIX: `t${randomUUID().slice(0, 8)}`,
        NIGHTSHIFT_HEALTH_PORT: '0',
      },
      queues: [
        defineQueue({ name: 'echo', broker: 'bullmq', workers: 'echo' }),
        defineQueue({ name: 'flood', broker: 'bullmq', recorded: false, workers: 'flood' }),
      ],
      jobs: [echo, write, pour],
    },
    (close) => closers.unshift(close),
  );
  return async () => {
    for (const close of closers) await close();
  };
});

const scrape = async (url: string): Promise<string> => (await fetch(`${url}/metrics`)).text();

test('the board tells what its list says, and no more', async () => {
  const kv = await board.platform.kv();
  await kv.cache.get('task:1');
  await kv.limits.take({ name: 'test', max: 1, windowMs: 60_000 }, 'ada');
  await board.ledger.database.query(
    `INSERT INTO nightshift.recoveries (queue, why, repeated, released) VALUES ('echo', 'wiped', 1, 0)`,
  );
  await board.ledger.acceptOne({ queue: 'echo', name: 'echo.say' });
  await board.platform.producer.enqueueMany(pour, [{}, {}]);
  const names = documented('The board');
  expect(names.length).toBeGreaterThan(15);
  const text = await until(
    async () => {
      const answer = await scrape(board.url);
      const isWhole = names.every((name) => scraped(answer).includes(name));
      return isWhole && answer.includes('nightshift_queue_demand{queue="flood"} 2\n') && answer;
    },
    { timeoutMs: 50_000, everyMs: 500, what: `a scrape with ${names.join(', ')}` },
  );
  expect(scraped(text).toSorted()).toEqual([...names].toSorted());
  expect(text).toMatch(/^nightshift_queue_demand\{queue="echo"\} 1$/m);
  expect(text).toMatch(/^nightshift_workers_wanted\{group="echo"\} 1$/m);
  expect(text).toMatch(/^nightshift_workers_wanted\{group="flood"\} 1$/m);
  expect(text).toMatch(/^nightshift_limit_decisions\{limit="test",decision="allowed"\} 1$/m);
});

test('workers and schedulers tell what their lists say', async () => {
  const definition = { queues: ['echo'], services: () => ({}) };
  const worker = await serveWorker(board.platform, [{ name: 'echo', definition }], () => {});
  const scheduler = await serveScheduler(board.platform, []);
  try {
    for (const each of [echo, write]) {
      const job = await board.platform.producer.enqueue(each, {});
      await job.result({ timeoutMs: 50_000 });
    }
    const [registered] = await until(
      async () => {
        const { rows } = await board.ledger.database.query('SELECT http_port FROM nightshift.workers');
        return rows.length > 0 && rows;
      },
      { timeoutMs: 50_000, what: 'the worker in the registry' },
    );
    const { http_port: port } = registered as { readonly http_port: number }; // as: the column asked for
    const names = documented('Workers');
    expect(names.length).toBeGreaterThan(2);
    const text = await until(
      async () => {
        const answer = await scrape(`http://127.0.0.1:${port}`);
        const isWhole = names.every((name) => scraped(answer).includes(name));
        return isWhole && answer.includes(RECORDED_IN_TRANSACTION) && answer;
      },
      { timeoutMs: 50_000, everyMs: 200, what: 'the attempts in the figures' },
    );
    expect(scraped(text).toSorted()).toEqual([...names].toSorted());
    const told = await scrape(scheduler.url);
    for (const name of documented('Schedulers')) expect(told).toContain(`# TYPE ${name} `);
    expect(documented('Schedulers')).toHaveLength(2);
  } finally {
    await worker.stop({ graceMs: 1_000 });
    await scheduler.stop();
  }
});
