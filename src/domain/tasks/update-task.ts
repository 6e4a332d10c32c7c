import { sql } from 'kysely';
import type { Writing } from '../writing.ts';
import { lockTask } from './lock-task.ts';
import { TASK_COLUMNS, type Task } from './task.ts';
import { dueInstant, type TaskDue } from './task-due.ts';
import type { TaskPriority } from './tasks-table.ts';

/** What to change; what is not given stays. */
export interface TaskFields {
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly priority?: TaskPriority | undefined;
  readonly category?: string | null | undefined;
  readonly due?: TaskDue | null | undefined;
}

/** Changes a task's fields. @throws NotFoundError, NotAllowedError */
export async function updateTask(writing: Writing, taskId: number, fields: TaskFields): Promise<Task> {
  const { task, userIds } = await lockTask(writing, taskId, 'editor');
  const { due, ...others } = fields;
  const changed = await writing.trx
    .updateTable('tasks')
    .set({
      ...others,
      ...(due === undefined ? {} : { due_at: dueInstant(due, task.ownerId) }),
      updated_at: sql<Date>`now()`,
    })
    .where('id', '=', taskId)
    .returning(TASK_COLUMNS)
    .executeTakeFirstOrThrow();
  writing.changed({ kind: 'task-updated', taskId, title: changed.title, ownerId: task.ownerId, userIds });
  return changed;
}
