import type { Options } from 'amqplib';
import { expect, test } from 'vitest';
import { newJobId } from '../../../src/job/job-id.ts';
import { amqpUrl } from '../../servers/urls.ts';
import { Inbox, openTestBroker, publicationFor, withChannel } from './open-test-broker.ts';

const MARKS = { 'x-ns-v': 1, 'x-ns-jv': 1 };

/** What a stranger may send, and what of it must arrive. */
const MESSAGES: readonly (readonly [string, Buffer, Options.Publish, object])[] = [
  ['an empty body', Buffer.alloc(0), {}, { body: { kind: 'rubbish', raw: new Uint8Array(0) } }],
  [
    'half an object',
    Buffer.from('{'),
    {},
    { body: { kind: 'rubbish', raw: Uint8Array.from(Buffer.from('{')) } },
  ],
  ['null', Buffer.from('null'), {}, { body: { kind: 'json', value: null } }],
  ['an empty array', Buffer.from('[]'), {}, { body: { kind: 'json', value: [] } }],
  ['a megabyte of brackets', Buffer.alloc(1_048_576, '['), {}, { body: { kind: 'rubbish' } }],
  ['64 KiB of brackets', Buffer.alloc(65_536, '['), {}, { body: { kind: 'rubbish' } }],
  ['one byte more than is read', Buffer.alloc(65_537, ' '), {}, { body: { kind: 'rubbish' } }],
  ['bytes that are not UTF-8', Buffer.from([0x22, 0xc3, 0x28, 0x22]), {}, { body: { kind: 'rubbish' } }],
  ['another content type', Buffer.from('{}'), { contentType: 'text/xml' }, { body: { kind: 'rubbish' } }],
  ['a packed body', Buffer.from('{}'), { contentEncoding: 'gzip' }, { body: { kind: 'rubbish' } }],
  [
    'no name',
    Buffer.from('{}'),
    { contentType: 'application/vnd.api+json; charset=utf-8' },
    { body: { kind: 'json' } },
  ],
  [
    'a name nobody knows',
    Buffer.from('{}'),
    { type: 'no.such-job' },
    { name: 'no.such-job', body: { kind: 'json' } },
  ],
  [
    'a broken id beside our marks',
    Buffer.from('{}'),
    { messageId: 'not-an-id-1', headers: MARKS },
    { mark: { kind: 'stranger' } },
  ],
  [
    'an id of ours with a broken version',
    Buffer.from('{}'),
    { messageId: `${newJobId()}-1`, headers: { 'x-ns-v': 1, 'x-ns-jv': 'two' } },
    { mark: { kind: 'stranger' } },
  ],
  [
    'a version from the future',
    Buffer.from('{}'),
    { messageId: `${newJobId()}-1`, headers: { ...MARKS, 'x-ns-jv': 99 } },
    { mark: { kind: 'ours', version: 99 } },
  ],
];

test.for(MESSAGES)('delivers %s once, and goes on', async ([, body, options, expected]) => {
  const { broker, queue } = await openTestBroker(amqpUrl);
  const inbox = new Inbox();
  await broker.consume(queue, { hold: 10 }, inbox.take);

  await withChannel(amqpUrl, async (channel) => {
    channel.sendToQueue(queue.name, body, options);
    await channel.waitForConfirms();
  });
  const [delivery] = await inbox.until(1);
  await broker.publish([publicationFor(queue)]);
  await inbox.until(2);

  expect(delivery).toMatchObject({ isFirst: true, ...expected });
  expect(inbox.deliveries).toHaveLength(2);
});

test('keeps a hostile header from reaching any prototype, and a long one from being kept whole', async () => {
  const { broker, queue } = await openTestBroker(amqpUrl);
  const inbox = new Inbox();
  await broker.consume(queue, { hold: 1 }, inbox.take);
  const headers = Object.fromEntries([
    ['__proto__', { isAdmin: true }],
    ['constructor', { prototype: { isAdmin: true } }],
    ['long', 'x'.repeat(30_000)],
    ['bytes', Buffer.from('raw')],
    ['when', { '!': 'timestamp', value: 1 }],
    ['deep', deep(50)],
    ['many', Array.from({ length: 1_000 }, (_, index) => index)],
  ]);

  await withChannel(amqpUrl, async (channel) => {
    channel.sendToQueue(queue.name, Buffer.from('{}'), { headers });
    await channel.waitForConfirms();
  });

  const [delivery] = await inbox.until(1);
  if (delivery?.mark.kind !== 'stranger') throw new Error('expected a stranger');
  const copied = delivery.mark.headers;
  expect('isAdmin' in copied).toBe(false);
  expect('isAdmin' in {}).toBe(false);
  expect(copied).toMatchObject({ bytes: 'raw', when: { value: 1 } });
  expect(copied['long']).toHaveLength(4_096);
  expect(JSON.stringify(copied).length).toBeLessThan(10_000);
});

function deep(levels: number): object {
  return levels === 0 ? {} : { inner: deep(levels - 1) };
}
