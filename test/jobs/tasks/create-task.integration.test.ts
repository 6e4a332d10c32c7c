import { beforeAll, beforeEach, expect, test } from 'vitest';
import { createTask } from '../../../jobs/tasks/create-task.ts';
import { findTask, findTasksOf } from '../../../src/domain/tasks/find-tasks.ts';
import { checkPayload, parsePayload } from '../../../src/job/payload.ts';
import tasksWorker from '../../../workers/tasks.ts';
import { sowUser } from '../../domain/sow.ts';
import { type JobRunner, openJobRunner } from '../run-jobs.ts';

let runner: JobRunner;
let userId: number;

beforeAll(async () => {
  runner = await openJobRunner(tasksWorker);
  return runner.end;
});

beforeEach(async () => {
  userId = await sowUser(runner.domain, { timeZone: 'America/New_York' });
});

test('writes the task and enqueues the notification of its creator', async () => {
  const outcome = await runner.run(createTask, {
    userId,
    title: 'Water the plants',
    priority: 'high',
    category: 'home',
    dueAt: '2030-07-01T12:00:00+02:00',
  });
  const [created] = await findTasksOf(runner.domain.reader, userId);
  const taskId = created?.id ?? 0;
  expect(outcome).toEqual({ kind: 'completed', result: { taskId } });
  expect(await findTask(runner.domain.reader, taskId)).toMatchObject({
    ownerId: userId,
    title: 'Water the plants',
    priority: 'high',
    category: 'home',
    dueAt: new Date('2030-07-01T10:00:00Z'),
  });
  expect(await runner.takeEnqueued()).toMatchObject([
    {
      name: 'notifications.send',
      payload: { userId, type: 'task-created', data: { taskId, title: 'Water the plants' } },
    },
  ]);
});

test('fails for good when the subscription includes no more open tasks', async () => {
  await runner.domain.write(({ trx }) =>
    trx
      .insertInto('tasks')
      .values(Array.from({ length: 100 }, (_, n) => ({ owner_id: userId, title: `task ${n}` })))
      .execute(),
  );
  await expect(runner.run(createTask, { userId, title: 'one more' })).rejects.toMatchObject({
    name: 'PermanentError',
    message: expect.stringContaining('which is all that the basic subscription includes'),
  });
});

test("takes a day as the due date until its end by the user's clock", async () => {
  await runner.run(createTask, { userId, title: 'x', dueAt: '2030-07-01' });
  const [task] = await findTasksOf(runner.domain.reader, userId);
  expect(task?.dueAt).toEqual(new Date('2030-07-02T03:59:00Z'));
  await runner.takeEnqueued();
});

test('writes and enqueues nothing when the completion is refused', async () => {
  const run = runner.run(createTask, { userId, title: 'x' }, { commit: false });
  await expect(run).rejects.toThrow('another worker has the job');
  expect(await findTasksOf(runner.domain.reader, userId)).toEqual([]);
  expect(await runner.takeEnqueued()).toEqual([]);
});

test('fails for good when there is no such user', async () => {
  const run = runner.run(createTask, { userId: 999_999, title: 'x' });
  await expect(run).rejects.toMatchObject({ code: 'PERMANENT', message: expect.stringContaining('999999') });
  expect(await runner.takeEnqueued()).toEqual([]);
});

test.each([
  ['no user', { title: 'x' }],
  ['a user that is no id', { userId: '1; DROP TABLE', title: 'x' }],
  ['an id beyond PostgreSQL', { userId: 2 ** 31, title: 'x' }],
  ['two lines as a title', { userId: 1, title: 'a\nb' }],
  ['NUL in the description', { userId: 1, title: 'x', description: 'a\0b' }],
  ['an unknown priority', { userId: 1, title: 'x', priority: 'asap' }],
  ['a time without an offset', { userId: 1, title: 'x', dueAt: '2030-07-01T12:00:00' }],
  ['a day that is none', { userId: 1, title: 'x', dueAt: '2030-02-30' }],
  ['a year that PostgreSQL has not', { userId: 1, title: 'x', dueAt: '0000-01-01' }],
  ['a field nobody knows', { userId: 1, title: 'x', color: 'red' }],
])('refuses %s', (_, payload) => {
  expect(() => parsePayload(createTask, payload)).toThrow(/does not fit its schema/);
});

test('takes the payload of the schema as it is', async () => {
  const payload = { userId: 1, title: 'x', dueAt: '2030-07-01' };
  expect(await checkPayload(createTask, payload, 1_000)).toEqual(payload);
});
