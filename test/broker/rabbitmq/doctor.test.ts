import { expect, test } from 'vitest';
import { examineRabbitMq } from '../../../src/broker/rabbitmq/doctor.ts';
import { parseAmqpUrl } from '../../../src/config/amqp-address.ts';
import { findPort } from '../../servers/find-port.ts';
import { amqpUrl } from '../../servers/urls.ts';
import { freshQueue, openTestBroker, withChannel } from './open-test-broker.ts';

const address = parseAmqpUrl(amqpUrl);

test('finds a server, its version and the queues as they should be, and says what it cannot know', async () => {
  const { queue } = await openTestBroker(amqpUrl);
  const missing = freshQueue(amqpUrl);

  const findings = await examineRabbitMq({ address, queues: [queue, missing] });

  expect(findings.map(({ looked, state, found }) => [looked, state, found])).toEqual([
    [expect.stringContaining('server 127.0.0.1:'), 'ok', expect.stringMatching(/RabbitMQ \d.*quorum/)],
    ['access', 'ok', 'user guest'],
    [`queue ${queue.name}`, 'ok', 'as in jobs/queues.ts'],
    [`queue ${missing.name}`, 'ok', expect.stringContaining('not there')],
    ['alarms', 'ok', expect.stringContaining('unknown')],
  ]);
});

test('declares nothing', async () => {
  const missing = freshQueue(amqpUrl);

  await examineRabbitMq({ address, queues: [missing] });

  await expect(withChannel(amqpUrl, (channel) => channel.checkQueue(missing.name))).rejects.toThrow(
    'NOT_FOUND',
  );
});

test('finds a queue that others declared differently', async () => {
  const queue = freshQueue(amqpUrl);
  await withChannel(amqpUrl, (channel) => channel.assertQueue(queue.name, { durable: false }));

  const findings = await examineRabbitMq({ address, queues: [queue] });

  expect(findings).toContainEqual(
    expect.objectContaining({
      looked: `queue ${queue.name}`,
      state: 'failed',
      found: 'another durable',
      remedy: expect.stringContaining('true'),
    }),
  );
});

test('finds the host of a cluster that does not answer beside the one that does, and a management API that is not there', async () => {
  const port = await findPort();
  const dead = { host: '127.0.0.1', port };

  const findings = await examineRabbitMq({
    address: { ...address, servers: [dead, ...address.servers] },
    queues: [],
    managementUrl: `http://guest:s3cret@127.0.0.1:${port}`,
  });

  expect(findings.map(({ state }) => state)).toEqual(['failed', 'ok', 'ok', 'warning']);
  expect(JSON.stringify(findings)).not.toContain('s3cret');
});

test('warns of the user guest, and of plain text, off this machine', async () => {
  const far = { ...address, servers: [{ host: 'rabbit.invalid', port: 5_672 }] as const };

  const asGuest = await examineRabbitMq({ address: far, queues: [] });
  const asUser = await examineRabbitMq({ address: { ...far, username: 'nightshift' }, queues: [] });

  expect(asGuest[1]).toMatchObject({ state: 'warning', found: expect.stringContaining('guest') });
  expect(asUser[1]).toMatchObject({ state: 'warning', found: expect.stringContaining('unencrypted') });
});
