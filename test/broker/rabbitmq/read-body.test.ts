import type { ConsumeMessage } from 'amqplib';
import { expect, test } from 'vitest';
import { readBody } from '../../../src/broker/rabbitmq/read-body.ts';

test.for([
  ['64 MB of brackets', Buffer.alloc(67_108_864, '[')],
  ['a megabyte of brackets', Buffer.alloc(1_048_576, '[')],
  ['64 KiB of brackets', Buffer.alloc(65_536, '[')],
  ['64 KiB of escapes', Buffer.from(`"${'\\u0041'.repeat(10_900)}"`)],
  ['64 KiB of members', Buffer.from(`{${Array.from({ length: 6_000 }, (_, n) => `"k${n}":0`).join(',')}}`)],
] as const)('reads %s in less than 50 ms', ([, content]) => {
  // Of a message, the body is read from its content and its two properties.
  const message = { content, properties: {} } as ConsumeMessage;

  const tookMs = Math.min(...Array.from({ length: 3 }, () => timeOf(() => readBody(message, 65_536))));

  expect(tookMs).toBeLessThan(50);
});

test('keeps the first 256 KiB of what is too long, and says how long it was', () => {
  // Of a message, the body is read from its content and its two properties.
  const message = { content: Buffer.alloc(300_000, 'x'), properties: {} } as ConsumeMessage;

  const body = readBody(message, 65_536);

  if (body.kind !== 'rubbish') throw new Error('expected rubbish');
  expect(body.raw).toHaveLength(262_144);
  expect(body.why).toContain('300000 bytes');
});

function timeOf(work: () => void): number {
  const startedAt = performance.now();
  work();
  return performance.now() - startedAt;
}
