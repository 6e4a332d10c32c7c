import { expect, test } from 'vitest';
import * as catalogue from '../../jobs/index.ts';
import { queues } from '../../jobs/queues.ts';
import { samples } from '../../jobs/samples.ts';
import { checkPayload } from '../../src/job/payload.ts';
import { makeRegistry } from '../../src/job/registry.ts';

const { jobs } = catalogue;

test('every job is exported by its name, for producers of other applications', () => {
  const exported: readonly unknown[] = Object.values(catalogue);
  expect(jobs.filter((job) => !exported.includes(job)).map(({ name }) => name)).toEqual([]);
});

test('every job has a queue, and every name is used once', () => {
  expect(makeRegistry(jobs, queues).definitions).toHaveLength(jobs.length);
});

test.each(jobs.map((definition) => [definition.name, definition] as const))(
  '%s has a sample that its schema accepts as it is',
  async (_, definition) => {
    const mine = samples.filter((sample) => sample.definition === definition);
    expect(mine.length).toBeGreaterThan(0);
    for (const { payload } of mine) expect(await checkPayload(definition, payload, 65_536)).toEqual(payload);
  },
);

test('floods are not recorded; strangers, notifications, updates and analytics go by RabbitMQ', () => {
  const names = (wanted: (queue: (typeof queues)[number]) => boolean): string[] =>
    queues.filter(wanted).map(({ name }) => name);
  expect(names(({ recorded }) => !recorded)).toEqual(['behavior-events']);
  expect(names(({ broker }) => broker === 'rabbitmq')).toEqual([
    'email_notifications',
    'notifications',
    'notifications.task_updates',
    'updates',
    'updates.task_updates',
    'behavior-events',
    'analytics',
    'task_creation',
  ]);
});
