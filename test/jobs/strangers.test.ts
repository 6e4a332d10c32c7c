import { expect, test } from 'vitest';
import { broadcastUpdate, createTask, sendTaskReminder } from '../../jobs/index.ts';
import { queues } from '../../jobs/queues.ts';
import { parsePayload } from '../../src/job/payload.ts';

function accept(queue: string, body: unknown, name?: string) {
  const found = queues.find((each) => each.name === queue);
  return found?.accept?.({ body, headers: {}, ...(name === undefined ? {} : { name }) });
}

test.each([
  ['a title', 'Water the plants', { title: 'Water the plants' }],
  [
    'an object of a Python program',
    { id: 7, title: 'Water', description: null, due_date: '2030-03-29T16:00:00.123456', priority: 'high' },
    { title: 'Water', dueAt: '2030-03-29T16:00:00.123456Z', priority: 'high' },
  ],
])('email_notifications: a task reminder from %s', (_, task, expected) => {
  const accepted = accept('email_notifications', { email: 'a@example.com', subject: 'Due', task });
  expect(accepted).toEqual({
    job: 'email.send-task-reminder',
    payload: { to: 'a@example.com', subject: 'Due', task: expected },
  });
  expect(() => parsePayload(sendTaskReminder, accepted?.payload)).not.toThrow();
});

test.each([
  [null],
  ['text'],
  [[]],
  [{}],
  [{ email: 'a@example.com, b@example.com', subject: 'x', task: 'x' }],
])('email_notifications: %j becomes a job that its schema refuses', (body) => {
  expect(() => parsePayload(sendTaskReminder, accept('email_notifications', body)?.payload)).toThrow(
    /does not fit its schema/,
  );
});

test('analytics: the summary of a day, and our own jobs by their names', () => {
  expect(accept('analytics', { type: 'daily_summary', date: '2030-01-01' })).toEqual({
    job: 'analytics.daily-summary',
    payload: { date: '2030-01-01' },
  });
  expect(accept('analytics', { a: 1 }, 'analytics.backfill')).toEqual({
    job: 'analytics.backfill',
    payload: { a: 1 },
  });
});

test.each([
  [{ title: 'x' }, { title: 'x' }],
  [
    {
      id: 7,
      title: 'Water',
      description: '',
      user_id: 3,
      category: null,
      due_date: '2030-03-29T16:00:00.123456',
      priority: 'High',
      status: 'open',
    },
    { title: 'Water', userId: 3, priority: 'high', dueAt: '2030-03-29T16:00:00.123456Z' },
  ],
  [
    { title: 'Water', created_by: 3, due_date: '2030-03-29' },
    { title: 'Water', userId: 3, dueAt: '2030-03-29' },
  ],
])('task_creation: the known fields of %j', (body, payload) => {
  expect(accept('task_creation', body)).toEqual({ job: 'tasks.create', payload });
});

test.each([[null], ['text'], [[]], [{}], [{ title: 'x', user_id: 'me' }]])(
  'task_creation: %j becomes a job that its schema refuses',
  (body) => {
    expect(() => parsePayload(createTask, accept('task_creation', body)?.payload)).toThrow(
      /does not fit its schema/,
    );
  },
);

test('notifications and updates: each to its job', () => {
  expect(accept('notifications.task_updates', { user_id: 1, task_id: 2, type: 'done' })).toEqual({
    job: 'notifications.send',
    payload: { userId: 1, type: 'done', data: { taskId: 2 } },
  });
});

test.each([
  [3, 3],
  ['2030-03-29T16:00:00.123456', '2030-03-29T16:00:00.123456Z'],
  [null, undefined],
])('updates: a live update of %j', (given, timestamp) => {
  const accepted = accept('updates.task_updates', { task_id: 2, type: 'done', timestamp: given });
  const time = timestamp === undefined ? {} : { timestamp };
  expect(accepted).toEqual({ job: 'updates.broadcast', payload: { taskId: 2, type: 'done', ...time } });
  expect(() => parsePayload(broadcastUpdate, accepted?.payload)).not.toThrow();
});
