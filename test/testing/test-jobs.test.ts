import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { AmbiguousError, PermanentError } from '../../src/job/handler-errors.ts';
import { defineJob } from '../../src/job/job-definition.ts';
import { cancel, completed, snooze } from '../../src/job/outcome.ts';
import { defineQueue } from '../../src/job/queue.ts';
import { jobMatchers, TestJobs } from '../../src/testing/index.ts';

declare module 'vitest' {
  interface Matchers<T> {
    toHaveEnqueued(...expected: readonly unknown[]): T;
  }
}

expect.extend(jobMatchers);

const sent: string[] = [];

const sendMail = defineJob({
  name: 'mail.send',
  queue: 'mail',
  payload: z.strictObject({ to: z.string(), n: z.number().default(1) }),
  retry: { maxAttempts: 3, baseDelayMs: 1_000, maxDelayMs: 60_000 },
  run: async ({ to, n }, { step }) => completed(await step('send', async () => sent.push(`${to} ${n}`))),
});

const remind = defineJob({
  name: 'mail.remind',
  queue: 'mail',
  payload: z.strictObject({ to: z.string() }),
  run: async ({ to }, { enqueue }) => {
    await enqueue(sendMail, { to });
  },
});

function setup(extra: Partial<ConstructorParameters<typeof TestJobs>[0]> = {}) {
  sent.length = 0;
  return new TestJobs({
    jobs: [sendMail, remind, ...(extra.jobs ?? [])],
    startAt: new Date('2030-01-01T00:00:00Z'),
    ...(extra.queues && { queues: extra.queues }),
  });
}

test('runs nothing before its time, and all that comes due on the way, each at its time', async () => {
  const jobs = setup();
  await jobs.enqueue(remind, { to: 'ada' }, { delayMs: 86_400_000 });
  expect(jobs).not.toHaveEnqueued(sendMail);
  await jobs.advance('23h');
  expect(sent).toEqual([]);
  await jobs.advance('2h');
  expect(sent).toEqual(['ada 1']);
  expect(jobs).toHaveEnqueued(sendMail, { to: expect.stringMatching(/^a/) });
  expect(jobs.all.map(({ state, enqueuedAt }) => [state, enqueuedAt.toISOString()])).toEqual([
    ['completed', '2030-01-01T00:00:00.000Z'],
    ['completed', '2030-01-02T00:00:00.000Z'],
  ]);
  expect(jobs.now.toISOString()).toBe('2030-01-02T01:00:00.000Z');
});

test('says what was enqueued instead', async () => {
  const jobs = setup();
  await jobs.enqueue(sendMail, { to: 'ada' });
  expect(() => expect(jobs).toHaveEnqueued(sendMail, { to: 'eve' })).toThrow('{"to":"ada"}');
});

test('refuses a bad payload where it is enqueued, like the real producer', async () => {
  await expect(setup().enqueue(sendMail, { to: 7 } as never)).rejects.toMatchObject({
    code: 'INVALID_PAYLOAD',
  });
});

test('retries by the policy, and fails after the last attempt', async () => {
  const seen: number[] = [];
  const failing = defineJob({
    name: 'test.fail',
    queue: 'mail',
    payload: z.null(),
    retry: { maxAttempts: 3, baseDelayMs: 10_000, maxDelayMs: 60_000 },
    run: (_, { job }) => {
      seen.push(job.attempt);
      throw new Error('it broke');
    },
  });
  const jobs = setup({ jobs: [failing] });
  await jobs.enqueue(failing, null);
  await jobs.run();
  expect(seen).toEqual([1]);
  expect(jobs.all[0]).toMatchObject({ state: 'waiting', error: { message: 'it broke' } });
  await jobs.advance('10m');
  expect(seen).toEqual([1, 2, 3]);
  expect(jobs.all[0]).toMatchObject({ state: 'failed', reason: 'attempts', attempt: 3 });
});

test('knows final errors, snoozes and expiry', async () => {
  const define = (name: string, run: () => unknown) =>
    defineJob({ name, queue: 'mail', payload: z.null(), run: run as () => undefined });
  const permanent = define('test.permanent', () => Promise.reject(new PermanentError('no')));
  const ambiguous = define('test.ambiguous', () => Promise.reject(new AmbiguousError('who knows')));
  let naps = 0;
  const sleepy = define('test.sleepy', () => (naps++ < 2 ? snooze(1_000) : completed()));
  const jobs = setup({ jobs: [permanent, ambiguous, sleepy] });
  for (const job of [permanent, ambiguous, sleepy]) await jobs.enqueue(job, null);
  await jobs.enqueue(sleepy, null, { delayMs: 5_000, expiresAfterMs: 4_000 });
  await jobs.advance('10s');
  expect(jobs.all.map(({ state, reason }) => reason ?? state)).toEqual([
    'permanent',
    'ambiguous',
    'completed',
    'expired',
  ]);
  expect(jobs.all[2]?.attempt).toBe(1);
});

test('keeps a unique key until its job has ended', async () => {
  const jobs = setup();
  const first = await jobs.enqueue(sendMail, { to: 'ada' }, { unique: { key: 'ada' } });
  expect(await jobs.enqueue(sendMail, { to: 'ada' }, { unique: { key: 'ada' } })).toMatchObject({
    id: first.id,
    isDuplicate: true,
  });
  await jobs.enqueue(sendMail, { to: 'eve' }, { unique: { key: 'ada', onConflict: 'replace' } });
  await jobs.run();
  expect(sent).toEqual(['eve 1']);
  expect((await jobs.enqueue(sendMail, { to: 'ada' }, { unique: { key: 'ada' } })).isDuplicate).toBe(false);
});

test('heeds what a definition says of its keys, and for how long they are held', async () => {
  const index = defineJob({
    name: 'search.index',
    queue: 'mail',
    payload: z.strictObject({ page: z.string(), text: z.string() }),
    unique: ({ page }) => ({ key: page, forMs: 60_000, onConflict: 'replace' }),
    run: ({ text }) => completed(text),
  });
  const jobs = setup({ jobs: [index] });
  const first = await jobs.enqueue(index, { page: 'a', text: 'old' });
  await jobs.enqueue(index, { page: 'a', text: 'new' });
  expect(await first.result()).toBe('new');
  expect((await jobs.enqueue(index, { page: 'a', text: 'newer' })).isDuplicate).toBe(true);
  await jobs.advance('1m');
  expect((await jobs.enqueue(index, { page: 'a', text: 'newest' })).isDuplicate).toBe(false);
});

test('gives results as a producer does: those of failed, cancelled and waiting jobs are errors', async () => {
  const judge = defineJob({
    name: 'case.judge',
    queue: 'mail',
    payload: z.enum(['fail', 'cancel']),
    run: (how) => {
      if (how === 'fail') throw new PermanentError('lost');
      return cancel('settled');
    },
  });
  const jobs = setup({ jobs: [judge] });
  await expect((await jobs.enqueue(judge, 'fail')).result()).rejects.toMatchObject({ code: 'JOB_FAILED' });
  await expect((await jobs.enqueue(judge, 'cancel')).result()).rejects.toThrow(/was cancelled: settled/);
  const later = await jobs.enqueue(sendMail, { to: 'ada' }, { delayMs: 1 });
  await expect(later.result()).rejects.toMatchObject({ code: 'RESULT_TIMEOUT' });
});

describe('faults', () => {
  test('a worker that dies after the effect leaves a step that nobody can judge', async () => {
    const jobs = setup();
    jobs.crashAfterEffect(sendMail);
    await jobs.enqueue(sendMail, { to: 'ada' });
    await jobs.run();
    expect(sent).toEqual(['ada 1']);
    expect(jobs.all[0]).toMatchObject({ state: 'failed', reason: 'ambiguous' });
  });

  test('or that reconcile can', async () => {
    const effects: string[] = [];
    const careful = defineJob({
      name: 'mail.careful',
      queue: 'mail',
      payload: z.null(),
      run: async (_, { step }) => {
        await step('send', async () => void effects.push('sent'), {
          reconcile: async () =>
            effects.length > 0 ? { kind: 'done', result: undefined } : { kind: 'not-done' },
        });
      },
    });
    const jobs = setup({ jobs: [careful] });
    jobs.crashAfterEffect(careful);
    await jobs.enqueue(careful, null);
    await jobs.run();
    expect(effects).toEqual(['sent']);
    expect(jobs.all[0]?.state).toBe('completed');
  });

  test('a delivery that comes twice runs once', async () => {
    const jobs = setup();
    jobs.duplicateDelivery(sendMail);
    await jobs.enqueue(sendMail, { to: 'ada' });
    await jobs.run();
    expect(sent).toEqual(['ada 1']);
    expect(jobs.all[0]).toMatchObject({ state: 'completed', attempt: 1 });
  });

  test('a broker that is down delays recorded jobs, and refuses others', async () => {
    const flood = defineJob({ name: 'test.flood', queue: 'flood', payload: z.null(), run: () => {} });
    const queues = [
      defineQueue({ name: 'mail', broker: 'bullmq', workers: 'test' }),
      defineQueue({ name: 'flood', broker: 'rabbitmq', workers: 'test', recorded: false }),
    ];
    const jobs = setup({ jobs: [flood], queues });
    jobs.brokerDown();
    await jobs.enqueue(sendMail, { to: 'ada' });
    await expect(jobs.enqueue(flood, null)).rejects.toMatchObject({ code: 'BROKER_UNAVAILABLE' });
    await jobs.advance('1h');
    expect(sent).toEqual([]);
    jobs.brokerUp();
    await jobs.run();
    expect(sent).toEqual(['ada 1']);
  });
});

test('does not know a span of time that is none', async () => {
  await expect(setup().advance('soon')).rejects.toThrow('"25h"');
});
