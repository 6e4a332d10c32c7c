import { beforeEach, expect, test } from 'vitest';
import type { Publication } from '../../src/broker/broker.ts';
import { type RelayOptions, startRelay } from '../../src/ledger/relay/start-relay.ts';
import { until } from '../until.ts';
import { openTestLedger, type TestLedger } from './open-test-ledger.ts';

let t: TestLedger;
let closing: (() => Promise<void>)[];
beforeEach(async () => {
  t = await openTestLedger();
  closing = [];
  return async () => {
    await Promise.all(closing.map((close) => close()));
    await t.close();
  };
});

const soon = { kind: 'after', delayMs: 0 } as const;

function relay(options: Partial<RelayOptions> = {}) {
  const published: Publication[] = [];
  const running = startRelay({
    ledger: t.ledger,
    database: t.database,
    publish: async (batch) => {
      published.push(...batch);
      return batch.map(() => undefined);
    },
    ...options,
  });
  closing.push(() => running.close());
  return { published, close: () => running.close() };
}

test('publishes what was waiting when it started', async () => {
  await t.accept({ due: soon }, { queue: 'sms', due: soon });
  const { published } = relay();
  await until(() => published.length === 2, { what: 'both' });
  expect(published.map(({ queue }) => queue).toSorted()).toEqual(['email', 'sms']);
});

test('is woken for a job that is due before it would look', async () => {
  const { published } = relay({ pollMs: 60_000 });
  await t.accept({ due: { kind: 'after', delayMs: 50 } });
  await until(() => published.length === 1, { what: 'the first', timeoutMs: 2_000 });
  await t.accept({ due: { kind: 'after', delayMs: 500 } });
  await t.accept({ due: { kind: 'after', delayMs: 20 }, payload: 'sooner' });
  await until(() => published.length === 3, { what: 'the others', timeoutMs: 2_000 });
  expect(published[1]?.payload).toBe('sooner');
});

test('finds by itself what nobody told it of', async () => {
  const { published } = relay({ database: { listen: () => () => {} }, pollMs: 50 });
  await t.accept({ due: soon });
  await until(() => published.length === 1, { what: 'the job', timeoutMs: 2_000 });
  expect(published).toHaveLength(1);
});

test('publishes each job once, with several relays and lanes at work', async () => {
  const relays = [relay({ batch: 20 }), relay({ batch: 30 }), relay({ batch: 10, lanes: 3 })];
  for (let chunk = 0; chunk < 10; chunk += 1)
    await t.accept(...Array.from({ length: 100 }, () => ({ due: soon })));
  const all = () => relays.flatMap(({ published }) => published.map(({ id }) => id));
  await until(() => all().length >= 1_000, { what: 'all jobs' });
  await Promise.all(closing.map((close) => close()));
  expect(new Set(all()).size).toBe(1_000);
  expect(all()).toHaveLength(1_000);
});

test('does not let a broker that hangs hold up the other', async () => {
  const hung: (() => void)[] = [];
  let isMended = false;
  const { published } = relay({
    carrierOf: (queue) => queue.split('-')[0] ?? '',
    publish: (batch) => {
      if (batch[0]?.queue.startsWith('rabbitmq') && !isMended)
        return new Promise((resolve) => {
          hung.push(() => resolve(batch.map(() => new Error('no answer'))));
        });
      published.push(...batch);
      return Promise.resolve(batch.map(() => undefined));
    },
  });
  await t.accept(
    { queue: 'rabbitmq-a', due: soon },
    { queue: 'rabbitmq-b', due: soon },
    { queue: 'bullmq-a', due: soon },
  );
  await until(() => hung.length === 2 && published.length === 1, {
    what: 'the job of the broker that works',
  });
  await t.accept({ queue: 'bullmq-b', due: soon }, { queue: 'rabbitmq-c', due: soon });
  await until(() => published.length === 2, { what: 'the next one', timeoutMs: 1_000 });
  expect(published.map(({ queue }) => queue)).toEqual(['bullmq-a', 'bullmq-b']);
  isMended = true;
  for (const release of hung) release();
  await until(() => published.length === 5, { what: 'the jobs of the broker that hung' });
});

test('asks a broker that refuses less and less often, and goes on when it takes jobs again', async () => {
  let isAway = true;
  const asked: number[] = [];
  const lines: string[] = [];
  const note = (message: string) => void lines.push(message);
  const log = { debug: () => {}, info: note, warn: note, error: note, child: () => log };
  const published: Publication[] = [];
  relay({
    log,
    publish: async (batch) => {
      asked.push(batch.length);
      if (isAway) return batch.map(() => new Error('away'));
      published.push(...batch);
      return batch.map(() => undefined);
    },
  });
  await t.accept(...Array.from({ length: 60 }, () => ({ due: soon })));
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  expect(asked.length).toBeLessThan(10);
  expect(asked.slice(1).every((size) => size <= 10)).toBe(true);
  isAway = false;
  await until(() => published.length === 60, { what: 'all jobs', timeoutMs: 5_000 });
  expect(new Set(published.map(({ id }) => id)).size).toBe(60);
  expect(lines).toEqual([
    'jobs wait in the ledger: the broker does not take them',
    'the broker takes jobs again',
  ]);
});

test('leaves the jobs of a paused queue in the ledger, and publishes them when it is resumed', async () => {
  await t.database.query(`INSERT INTO nightshift.queue_pauses (queue, paused_by) VALUES ('email', 'me')`);
  const { published } = relay({ pollMs: 50 });
  await t.accept({ due: soon }, { queue: 'sms', due: soon });
  await until(() => published.length === 1, { what: 'the job of the other queue' });
  expect(published[0]?.queue).toBe('sms');
  await t.database.query('DELETE FROM nightshift.queue_pauses');
  await until(() => published.length === 2, { what: 'the job of the resumed queue', timeoutMs: 2_000 });
});

test('closes after the batch under way, and another goes on where it stopped', async () => {
  await t.accept(...Array.from({ length: 200 }, () => ({ due: soon })));
  const first = relay({ batch: 10 });
  await until(() => first.published.length > 0, { what: 'a first batch' });
  await first.close();
  const before = first.published.length;
  const second = relay();
  await until(() => before + second.published.length === 200, { what: 'the rest' });
  expect(first.published).toHaveLength(before);
});
