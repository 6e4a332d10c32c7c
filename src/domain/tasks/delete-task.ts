import type { Writing } from '../writing.ts';
import { lockTask } from './lock-task.ts';

/** Deletes a task for everybody. @throws NotFoundError, NotAllowedError */
export async function deleteTask(writing: Writing, taskId: number): Promise<void> {
  const { task, userIds } = await lockTask(writing, taskId, 'owner');
  await writing.trx.deleteFrom('tasks').where('id', '=', taskId).execute();
  const { title, ownerId } = task;
  writing.changed({ kind: 'task-deleted', taskId, title, ownerId, userIds });
}
