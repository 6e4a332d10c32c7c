import { afterAll, beforeAll, expect, test } from 'vitest';
import { examineRabbitMq } from '../../../src/broker/rabbitmq/doctor.ts';
import { ManagementApi } from '../../../src/broker/rabbitmq/management.ts';
import { parseAmqpUrl } from '../../../src/config/amqp-address.ts';
import { type RabbitMqServer, startRabbitMq } from '../../servers/start-rabbit-mq.ts';
import { until } from '../../until.ts';
import { Inbox, openTestBroker, publicationFor } from './open-test-broker.ts';

let server: RabbitMqServer;
let url: string;

beforeAll(async () => {
  server = await startRabbitMq({ management: true });
  url = server.managementUrl ?? '';
});

afterAll(() => server.close());

test('tells counts, rates and consumers of a queue, and of no queue nothing', async () => {
  const { broker, queue } = await openTestBroker(server.url, { name: 'the-worker' });
  const inbox = new Inbox({ isSettling: false });
  await broker.consume(queue, { hold: 2 }, inbox.take);
  await broker.publish(Array.from({ length: 5 }, () => publicationFor(queue)));
  await inbox.until(2);
  const management = new ManagementApi({ url, vhost: '/' });

  const report = await until(
    async () => {
      const seen = await management.queue(queue.name);
      return seen?.held === 2 && seen.consumers.length > 0 && seen;
    },
    { what: 'a sample of the queue', timeoutMs: 20_000, everyMs: 500 },
  );

  expect(report).toMatchObject({
    ready: 3,
    held: 2,
    publishedPerSecond: expect.any(Number),
    consumers: [
      { name: expect.stringContaining('the-worker'), host: '127.0.0.1', prefetch: 2, isActive: true },
    ],
    members: 1,
    membersUp: 1,
  });
  expect(await management.queue('nobody-has-this')).toBeUndefined();
});

test('tells an alarm while it lasts, and the doctor fails on it', async () => {
  const management = new ManagementApi({ url, vhost: '/' });
  expect(await management.alarms()).toEqual([]);

  await server.ctl('set_vm_memory_high_watermark', 'absolute', '1MB');
  await until(async () => (await management.alarms()).length > 0, { what: 'the alarm', timeoutMs: 20_000 });

  const findings = await examineRabbitMq({
    address: parseAmqpUrl(server.url),
    queues: [],
    managementUrl: url,
  });
  expect(findings.at(-1)).toMatchObject({ state: 'failed', found: expect.stringContaining('memory') });
  await server.ctl('set_vm_memory_high_watermark', '0.6');
});

test('rejects without the password when the management API refuses it', async () => {
  const refused = new ManagementApi({ url: url.replace(':guest@', ':wr0ng@'), vhost: '/' });

  await expect(refused.alarms()).rejects.toThrow('401');
  await expect(refused.alarms()).rejects.not.toThrow('wr0ng');
});
