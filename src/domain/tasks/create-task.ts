import { refuseTooManyTasks } from '../features/refuse-over-limit.ts';
import type { Writing } from '../writing.ts';
import { TASK_COLUMNS, type Task } from './task.ts';
import { dueInstant, type TaskDue } from './task-due.ts';
import type { TaskPriority } from './tasks-table.ts';

export interface NewTask {
  readonly ownerId: number;
  /** 1 to 200 characters. */
  readonly title: string;
  readonly description?: string | undefined;
  /** Default `medium`. */
  readonly priority?: TaskPriority | undefined;
  readonly category?: string | undefined;
  readonly due?: TaskDue | undefined;
}

/** Creates a task. @throws NotFoundError when there is no such owner, FeatureUnavailableError when the owner may have no more */
export async function createTask(writing: Writing, given: NewTask): Promise<Task> {
  const { ownerId, title, description, priority, category, due } = given;
  await refuseTooManyTasks(writing, ownerId);
  const task = await writing.trx
    .insertInto('tasks')
    .values({
      owner_id: ownerId,
      title,
      category: category ?? null,
      due_at: dueInstant(due ?? null, ownerId),
      ...(description === undefined ? {} : { description }),
      ...(priority === undefined ? {} : { priority }),
    })
    .returning(TASK_COLUMNS)
    .executeTakeFirstOrThrow();
  writing.changed({ kind: 'task-created', taskId: task.id, title, ownerId, userIds: [ownerId] });
  return task;
}
