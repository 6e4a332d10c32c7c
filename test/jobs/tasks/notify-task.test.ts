import { beforeAll, expect, test } from 'vitest';
import { notifyTask } from '../../../jobs/tasks/notify-task.ts';
import { createTask } from '../../../src/domain/tasks/create-task.ts';
import { shareTask } from '../../../src/domain/tasks/share-task.ts';
import tasksWorker from '../../../workers/tasks.ts';
import { sowUser } from '../../domain/sow.ts';
import { type JobRunner, openJobRunner } from '../run-jobs.ts';

let runner: JobRunner;

beforeAll(async () => {
  runner = await openJobRunner(tasksWorker);
  return runner.end;
});

test('tells the owner and the collaborators, but not the one who did it', async () => {
  const { domain } = runner;
  const [owner, editor, viewer] = [await sowUser(domain), await sowUser(domain), await sowUser(domain)];
  const { id: taskId } = await domain.write((writing) =>
    createTask(writing, { ownerId: owner, title: 'Paint' }),
  );
  await domain.write((writing) => shareTask(writing, taskId, { userId: editor, role: 'editor' }));
  await domain.write((writing) => shareTask(writing, taskId, { userId: viewer, role: 'viewer' }));
  const outcome = await runner.run(notifyTask, { taskId, change: 'completed', byUserId: editor });
  expect(outcome).toEqual({ kind: 'completed', result: { notified: 2 } });
  const data = { taskId, title: 'Paint' };
  expect(await runner.takeEnqueued()).toMatchObject([
    { name: 'notifications.send', payload: { userId: owner, type: 'task-completed', data } },
    { name: 'notifications.send', payload: { userId: viewer, type: 'task-completed', data } },
  ]);
});

test('is cancelled when the task is gone', async () => {
  const outcome = await runner.run(notifyTask, { taskId: 999_999, change: 'updated' });
  expect(outcome).toMatchObject({ kind: 'cancelled' });
});
