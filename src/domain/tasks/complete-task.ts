import { sql } from 'kysely';
import type { Writing } from '../writing.ts';
import { lockTask } from './lock-task.ts';
import { TASK_COLUMNS, type Task } from './task.ts';

/** Completes a task; one that is completed already stays as it is. @throws NotFoundError, NotAllowedError */
export function completeTask(writing: Writing, taskId: number): Promise<Task> {
  return setCompleted(writing, taskId, true);
}

/** Opens a completed task again; an open one stays as it is. @throws NotFoundError, NotAllowedError */
export function reopenTask(writing: Writing, taskId: number): Promise<Task> {
  return setCompleted(writing, taskId, false);
}

async function setCompleted(writing: Writing, taskId: number, isCompleted: boolean): Promise<Task> {
  const { task, userIds } = await lockTask(writing, taskId, 'editor');
  if ((task.completedAt !== null) === isCompleted) return task;
  const changed = await writing.trx
    .updateTable('tasks')
    .set({ completed_at: isCompleted ? sql<Date>`now()` : null, updated_at: sql<Date>`now()` })
    .where('id', '=', taskId)
    .returning(TASK_COLUMNS)
    .executeTakeFirstOrThrow();
  const kind = isCompleted ? 'task-completed' : 'task-reopened';
  writing.changed({ kind, taskId, title: task.title, ownerId: task.ownerId, userIds });
  return changed;
}
