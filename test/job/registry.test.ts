import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineJob } from '../../src/job/job-definition.ts';
import { defineQueue } from '../../src/job/queue.ts';
import { makeRegistry } from '../../src/job/registry.ts';

const mail = defineQueue({ name: 'mail', broker: 'bullmq', workers: 'mail' });
const job = (name: string, aliases: readonly string[] = [], queue = 'mail') =>
  defineJob({ name, queue, aliases, payload: z.null(), run: () => {} });

test('finds a job by its name and by its earlier names', () => {
  const send = job('mail.send', ['mail.deliver']);
  const registry = makeRegistry([send], [mail]);
  expect(registry.getJob('mail.send')).toBe(send);
  expect(registry.findJob('mail.deliver')).toBe(send);
  expect(registry.findJob('mail.other')).toBeUndefined();
});

test('answers a slip with the name that was meant', () => {
  const registry = makeRegistry([job('mail.send')], [mail]);
  expect(() => registry.getJob('mail.sned')).toThrow(/Did you mean "mail\.send"/);
  expect(() => registry.getQueue('mial')).toThrow(/No queue is named "mial"/);
});

test('refuses uniqueness where nobody remembers', () => {
  const flood = defineQueue({ name: 'flood', broker: 'bullmq', workers: 'mail', recorded: false });
  const unique = defineJob({
    name: 'flood.once',
    queue: 'flood',
    payload: z.string(),
    unique: (key) => ({ key }),
    run: () => {},
  });
  expect(() => makeRegistry([unique], [flood])).toThrow(/"flood\.once" has `unique`/);
});

test('lists everything that does not fit together', () => {
  const all = [job('a.b'), job('a.b'), job('a.c', [], 'nowhere')];
  expect(() => makeRegistry(all, [mail, mail])).toThrow(
    /queue "mail" is listed twice.*"a\.b" is defined twice.*"nowhere"/s,
  );
});
