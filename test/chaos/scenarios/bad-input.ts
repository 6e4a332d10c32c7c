import { Queue } from 'bullmq';
import { expect } from 'vitest';
import { withChannel } from '../../broker/rabbitmq/open-test-broker.ts';
import { until } from '../../until.ts';
import type { Scenario } from '../scenario.ts';
import type { Stack } from '../stack.ts';

const VALID = '"n":1,"busyMs":0,"act":"nothing"';

/** Bodies that are JSON only in part, or not at all. */
const MALFORMED: readonly (readonly [Buffer, object?])[] = [
  [Buffer.alloc(0)],
  [Buffer.from('{')],
  [Buffer.from('null')],
  [Buffer.from('[]')],
  [Buffer.alloc(1 << 20, '[')],
  [Buffer.from([0x22, 0xc3, 0x28, 0x22])],
  [Buffer.from(`{${VALID}}`), { contentType: 'text/xml' }],
  [Buffer.from('{}'), { headers: { long: 'x'.repeat(60_000) } }],
  [Buffer.from('{}'), { messageId: 'not-an-id-1', headers: { 'x-ns-v': 1, 'x-ns-jv': 1 } }],
];

/** Bodies that are JSON and mean harm. */
const HOSTILE: readonly string[] = [
  `{"__proto__":{"isAdmin":true},${VALID}}`,
  `{"constructor":{"prototype":{"isAdmin":true}},${VALID}}`,
  `{"deep":${'['.repeat(10_000)}${']'.repeat(10_000)},${VALID}}`,
  `{${VALID},"n":"the second of two"}`,
  '{"n":1e400,"busyMs":0,"act":"nothing"}',
  '{"n":1,"busyMs":0,"act":"\\ud800"}',
  '{"n":1,"busyMs":0,"act":"\\u0000"}',
];

async function send(stack: Stack, messages: readonly (readonly [Buffer, object?])[]): Promise<void> {
  await withChannel(stack.servers.rabbitMq.url, async (channel) => {
    for (const [body, options] of messages)
      channel.sendToQueue(stack.queues.recorded, body, { type: 'chaos.work', ...options });
    await channel.waitForConfirms();
  });
}

/** Waits until so many jobs have failed, and then until a good one is done. */
async function allFail(stack: Stack, count: number): Promise<void> {
  const failed = async (): Promise<boolean> => {
    const rows = await stack.servers.postgres.query(`SELECT FROM nightshift.jobs WHERE state = 'failed'`);
    return rows.length === count;
  };
  await until(failed, { what: `${count} failed jobs`, timeoutMs: 30_000 });
  const [good = -1] = await stack.production.produce(1);
  await until(() => stack.effects.done.has(good), { what: 'a good job', timeoutMs: 20_000 });
  expect(stack.workers.every(({ isRunning }) => isRunning)).toBe(true);
}

export const BAD_INPUT: readonly Scenario[] = [
  {
    name: 'messages come that are no jobs',
    promise: 'each is a failed job after one try, and the consumer goes on',
    needs: { carriedBy: 'rabbitmq' },
    fails: { 'invalid-payload': MALFORMED.length },
    async run(stack) {
      await stack.production.produce(1);
      await send(stack, MALFORMED);
      await allFail(stack, MALFORMED.length);
    },
  },
  {
    name: 'messages with hostile JSON come',
    promise: 'each is a failed job after one try, and the consumer goes on',
    needs: { carriedBy: 'rabbitmq' },
    fails: { 'invalid-payload': HOSTILE.length },
    async run(stack) {
      await stack.production.produce(1);
      await send(
        stack,
        HOSTILE.map((text) => [Buffer.from(text)] as const),
      );
      await allFail(stack, HOSTILE.length);
    },
  },
  {
    name: 'rows with hostile and with huge JSON are added to a queue in Redis',
    promise: 'each is a failed job after one try, and the consumer goes on',
    needs: { carriedBy: 'redis' },
    fails: { 'invalid-payload': 5 },
    async run(stack) {
      const queue = new Queue(stack.queues.recorded, { connection: { url: stack.servers.redis.url } });
      const valid = { n: 1, busyMs: 0, act: 'nothing' };
      const data = [
        JSON.parse(`{"__proto__":{"isAdmin":true},${VALID}}`),
        { ...valid, act: '\u0000' },
        { ...valid, n: 'x'.repeat(65_537) },
        { ...valid, more: 'x'.repeat(1 << 20) },
        { ...valid, more: 'x'.repeat(64 << 20) },
      ];
      for (const one of data) await queue.add('chaos.work', one);
      await queue.close();
      await allFail(stack, data.length);
    },
  },
  {
    name: 'payloads are enqueued that are too large or hostile',
    promise: 'each is refused at the door, with a code, and nothing is stored',
    needs: { carriedBy: 'redis', workers: 1 },
    async run(stack) {
      const { production } = stack;
      const codes: unknown[] = [];
      for (const size of [65_537, 1 << 20, 64 << 20, 256 << 20])
        codes.push(await production.refusalOf({ n: 1, busyMs: 0, act: 'x'.repeat(size) }));
      expect(codes).toEqual(Array.from({ length: 4 }, () => 'PAYLOAD_TOO_LARGE'));
      for (const text of HOSTILE.slice(0, 3))
        expect(await production.refusalOf(JSON.parse(text))).toMatch(/PAYLOAD|JSON/);
      for (const value of [Number.POSITIVE_INFINITY, '\ud800', '\u0000', new Date(), 1n])
        expect(await production.refusalOf({ n: value, busyMs: 0, act: 'nothing' })).toMatch(/PAYLOAD|JSON/);
      expect('isAdmin' in {}).toBe(false);
      await production.produce(1);
    },
  },
];
