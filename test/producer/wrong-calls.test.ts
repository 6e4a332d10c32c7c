import { expect, test } from 'vitest';
import { z } from 'zod';
import { Brokers } from '../../src/broker/brokers.ts';
import { defineJob, type JobDefinition } from '../../src/job/job-definition.ts';
import { newJobId } from '../../src/job/job-id.ts';
import { defineQueue } from '../../src/job/queue.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { makeProducer } from '../../src/producer/make-producer.ts';

const queue = defineQueue({ name: 'mail', broker: 'bullmq', workers: 'mail' });
const send = defineJob({
  name: 'mail.send',
  queue: 'mail',
  payload: z.strictObject({ to: z.string() }),
  run: () => {},
});

/** A producer whose ledger never answers, and fails the test when it is asked what it must not be asked. */
function producerOf(ledger: Partial<Ledger> = {}) {
  return makeProducer({
    ledger: ledger as Ledger, // what a test does not give must not be asked
    brokers: new Brokers({ bullmq: () => new Promise(() => {}) }),
    getQueue: () => queue,
    enqueueTimeoutMs: 50,
    maxPayloadBytes: 1_000,
    maxUnconfirmed: 10,
    waitForEnd: () => Promise.reject(new Error('must not be asked')),
    close: async () => {},
  });
}

const never = { accept: () => new Promise<never>(() => {}) };

test('a chain and a group have their answer in time too', async () => {
  const producer = producerOf(never);
  const away = { code: 'LEDGER_UNAVAILABLE' };
  await expect(producer.chain(send.with({ to: 'a' }), send.with({ to: 'b' }))).rejects.toMatchObject(away);
  await expect(
    producer.group([send.with({ to: 'a' })], { then: send.with({ to: 'b' }) }),
  ).rejects.toMatchObject(away);
});

test('a definition that is none is named as the slip it is', async () => {
  const missing = undefined as unknown as JobDefinition; // what a wrong import gives
  await expect(producerOf().enqueue(missing, {})).rejects.toThrow(/Expected a job definition.*got undefined/);
  await expect(producerOf().enqueueMany(missing, [{}])).rejects.toThrow(/Expected a job definition/);
});

test('what is no id is refused before anybody is asked', async () => {
  const producer = producerOf();
  await expect(producer.cancel('order-42')).rejects.toThrow(/"order-42" is no job id/);
  await expect(producer.result('order-42')).rejects.toMatchObject({ code: 'INVALID_JOB_ID' });
});

test('the path into a cycle is not told to its end', async () => {
  const cycle: Record<string, unknown> = {};
  cycle['again'] = cycle;
  const error = await producerOf()
    .enqueue(send, cycle as never)
    .catch((cause: unknown) => cause);
  expect(String(error)).toMatch(/cyclic or nested deeper/);
  expect(String(error).length).toBeLessThan(400);
});

test('a closed producer says so', async () => {
  const producer = producerOf();
  await producer.close();
  await producer.close();
  const closed = { code: 'PRODUCER_CLOSED' };
  await expect(producer.enqueue(send, { to: 'a' })).rejects.toMatchObject(closed);
  await expect(producer.cancel(newJobId())).rejects.toMatchObject(closed);
  await expect(producer.chain(send.with({ to: 'a' }))).rejects.toMatchObject(closed);
});

test('an option that does not exist is answered with the one that was meant', async () => {
  const options = { delayMS: 5 } as object;
  await expect(producerOf().enqueue(send, { to: 'a' }, options)).rejects.toThrow(
    /delayMS is unknown: did you mean delayMs\?/,
  );
});

test.each([
  [{ unique: 'abc' }, /unique is "abc", expected \{ key/],
  [{ unique: { key: 'k', forMs: -1 } }, /unique is .*expected \{ key/],
  [{ unique: { key: 'k\u0000' } }, /unique is .*expected \{ key/],
  [{ tags: 'abc' }, /tags is "abc", expected up to 10 texts/],
  [{ runAt: '2030-01-01' }, /runAt is "2030-01-01", expected a valid Date/],
  [{ delayMs: '500' }, /delayMs is "500", expected 0 to/],
  [{ delayMs: Number.NaN, tenant: 42 }, /delayMs is NaN, expected 0 to.*tenant is 42, expected a text/],
  [{ delayMs: 1, runAt: new Date() }, /both given/],
])('options of another kind are refused: %j', async (options, expected) => {
  const made = producerOf().enqueue(send, { to: 'a' }, options as object);
  await expect(made).rejects.toThrow(expected);
});

test('a delay of a job that waits for others is refused and not dropped', async () => {
  const late = send.with({ to: 'b' }, { delayMs: 5 });
  const producer = producerOf(never);
  const refusal = { code: 'INVALID_ENQUEUE_OPTIONS' };
  await expect(producer.chain(send.with({ to: 'a' }), late)).rejects.toMatchObject(refusal);
  await expect(producer.group([send.with({ to: 'a' })], { then: late })).rejects.toMatchObject(refusal);
  await expect(producer.chain(late, send.with({ to: 'a' }))).rejects.toMatchObject({
    code: 'LEDGER_UNAVAILABLE',
  });
});
