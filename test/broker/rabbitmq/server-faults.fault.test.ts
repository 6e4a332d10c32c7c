import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { PublishError } from '../../../src/broker/broker.ts';
import type { RabbitMqBroker } from '../../../src/broker/rabbitmq/rabbitmq-broker.ts';
import type { Queue } from '../../../src/job/queue.ts';
import { silentLog } from '../../../src/telemetry/log.ts';
import { type RabbitMqServer, startRabbitMq } from '../../servers/start-rabbit-mq.ts';
import { until } from '../../until.ts';
import { Inbox, openTestBroker, publicationFor } from './open-test-broker.ts';

let server: RabbitMqServer;

beforeAll(async () => {
  server = await startRabbitMq();
});

afterAll(() => server.close());

/** Publishes one job after the other in several lanes until told to stop, and keeps what became of each. */
class Publishing {
  readonly confirmed: string[] = [];
  readonly failed: PublishError[] = [];
  readonly #lanes: Promise<void>[];
  #isOver = false;

  constructor(
    broker: RabbitMqBroker,
    queue: Queue,
    { lanes, everyMs = 0 }: { lanes: number; everyMs?: number },
  ) {
    this.#lanes = Array.from({ length: lanes }, async () => {
      while (!this.#isOver) {
        const publication = publicationFor(queue);
        const [error] = await broker.publish([publication]);
        if (error === undefined) this.confirmed.push(publication.id);
        else this.failed.push(error);
        await sleep(everyMs);
      }
    });
    onTestFinished(() => this.stop());
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#lanes);
  }
}

/** The confirmed jobs that were never delivered, once all are there or 30 s have passed. */
async function findLost(publishing: Publishing, inbox: Inbox): Promise<readonly string[]> {
  const lost = (): readonly string[] => {
    const delivered = new Set(inbox.ids());
    return publishing.confirmed.filter((id) => !delivered.has(id));
  };
  const arriving = until(() => lost().length === 0, { what: 'all', timeoutMs: 30_000, everyMs: 500 });
  await arriving.catch(() => {});
  return lost();
}

test('publishes and consumes again within 2 s when the server closes all connections, and loses nothing', async () => {
  const { broker, queue } = await openTestBroker(server.url);
  const inbox = new Inbox();
  await broker.consume(queue, { hold: 50 }, inbox.take);
  const publishing = new Publishing(broker, queue, { lanes: 2, everyMs: 10 });
  await inbox.until(50);
  const downs: number[] = [];
  broker.on('restored', (downMs) => downs.push(downMs));

  await server.ctl('close_all_connections', 'test');
  const before = inbox.deliveries.length;
  await inbox.until(before + 100, 4_000);
  await server.ctl('close_all_connections', 'test');
  await until(() => downs.length >= 2, { what: 'two returns' });
  await publishing.stop();

  expect(Math.max(...downs)).toBeLessThan(2_000);
  expect(publishing.failed).toEqual([]);
  expect(await findLost(publishing, inbox)).toEqual([]);
});

test('loses no confirmed job when the server is killed under 150 publishers, and goes on within 5 s', async () => {
  const brokers = await Promise.all([1, 2, 3].map(() => openTestBroker(server.url, { deadlineMs: 2_000 })));
  const inbox = new Inbox();
  const lanes = [];
  for (const { broker, queue } of brokers) {
    await broker.consume(queue, { hold: 100 }, inbox.take);
    lanes.push(new Publishing(broker, queue, { lanes: 50, everyMs: 5 }));
  }
  await inbox.until(2_000);

  await server.kill();
  await server.start();
  const upAt = performance.now();
  const sinceUp = inbox.deliveries.length;
  await inbox.until(sinceUp + 100, 10_000);
  const resumedMs = performance.now() - upAt;
  await Promise.all(lanes.map((publishing) => publishing.stop()));

  expect(resumedMs).toBeLessThan(5_000);
  const lost = await Promise.all(lanes.map((publishing) => findLost(publishing, inbox)));
  expect(lost).toEqual([[], [], []]);
});

test('answers every publication within its deadline while the server is stopped, and goes on when it is back', async () => {
  const { broker, queue } = await openTestBroker(server.url, { deadlineMs: 1_000 });
  const inbox = new Inbox();
  await broker.consume(queue, { hold: 50 }, inbox.take);
  const publishing = new Publishing(broker, queue, { lanes: 5, everyMs: 20 });
  await inbox.until(20);

  await server.ctl('stop_app');
  const startedAt = performance.now();
  const [error] = await broker.publish([publicationFor(queue)]);
  expect(error).toMatchObject({ kind: 'refused' });
  expect(performance.now() - startedAt).toBeLessThan(1_500);
  await server.ctl('start_app');

  const sinceUp = inbox.deliveries.length;
  await inbox.until(sinceUp + 50, 5_000);
  await publishing.stop();
  expect(await findLost(publishing, inbox)).toEqual([]);
});

test('says that it forgot when the server comes back empty, and works on the new queue', async () => {
  const { broker, queue } = await openTestBroker(server.url);
  const inbox = new Inbox();
  await broker.consume(queue, { hold: 5 }, inbox.take);
  const forgotten: string[] = [];
  broker.on('forgot', (name) => forgotten.push(name));
  forgotten.length = 0;

  await server.kill();
  await server.wipe();
  await server.start();

  await until(() => forgotten.includes(queue.name), { what: 'the loss to be noticed' });
  await until(async () => (await broker.publish([publicationFor(queue)]))[0] === undefined, {
    what: 'a yes',
  });
  expect(await inbox.until(1)).toHaveLength(1);
});

test('answers within the deadline while a memory alarm lasts, says why, and goes on within 2 s of its end', async () => {
  const { broker, queue } = await openTestBroker(server.url, { deadlineMs: 1_000 });
  const idle = await openTestBroker(server.url);
  await Promise.all([broker.publish([publicationFor(queue)]), idle.broker.ping()]);
  await server.ctl('set_vm_memory_high_watermark', 'absolute', '1MB');
  onTestFinished(async () => void (await server.ctl('set_vm_memory_high_watermark', '0.6')));

  const [first] = await broker.publish([publicationFor(queue)]);
  const [second] = await broker.publish([publicationFor(queue)]);

  expect(first?.kind).toBe('unconfirmed');
  expect(second).toMatchObject({ kind: 'refused', message: expect.stringContaining('memory') });
  await expect(broker.ping()).rejects.toThrow('memory');
  await until(
    () =>
      idle.broker.ping().then(
        () => false,
        (error: Error) => /memory/.test(error.message),
      ),
    {
      what: 'a broker that publishes nothing to notice',
    },
  );
  await server.ctl('set_vm_memory_high_watermark', '0.6');
  const endedAt = performance.now();
  await until(async () => (await broker.publish([publicationFor(queue)]))[0] === undefined, {
    what: 'a yes',
  });
  expect(performance.now() - endedAt).toBeLessThan(2_000);
  await broker.ping();
});

test('has a consumer again after a delivery was held for too long, and says what to raise', async () => {
  // Both are read when a channel is opened; the server looks once a tick, by itself once a minute.
  await server.ctl(
    'eval',
    '[application:set_env(rabbit, K, V) || {K, V} <- [{consumer_timeout, 2000}, {channel_tick_interval, 500}]].',
  );
  onTestFinished(
    async () => void (await server.ctl('eval', 'application:set_env(rabbit, consumer_timeout, 1800000).')),
  );
  const errors: string[] = [];
  const log = { ...silentLog, error: (message: string) => errors.push(message) };
  const { broker, queue } = await openTestBroker(server.url, { log });
  const inbox = new Inbox({ isSettling: false });
  await broker.consume(queue, { hold: 1 }, inbox.take);
  await broker.publish([publicationFor(queue)]);
  const [held] = await inbox.until(1);

  const [, again] = await inbox.until(2, 6_000);

  expect(held?.isLost()).toBe(true);
  expect(again?.isFirst).toBe(false);
  await again?.settle();
  expect(errors.join()).toContain('consumer_timeout');
});
