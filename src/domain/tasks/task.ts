import type { TaskPriority } from './tasks-table.ts';

/** A task as it is read. */
export interface Task {
  readonly id: number;
  readonly ownerId: number;
  readonly title: string;
  readonly description: string;
  readonly priority: TaskPriority;
  readonly category: string | null;
  readonly dueAt: Date | null;
  /** Null while it is open. */
  readonly completedAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What to select or return, so that a row is a {@link Task}. */
export const TASK_COLUMNS = [
  'tasks.id',
  'tasks.owner_id as ownerId',
  'tasks.title',
  'tasks.description',
  'tasks.priority',
  'tasks.category',
  'tasks.due_at as dueAt',
  'tasks.completed_at as completedAt',
  'tasks.created_at as createdAt',
  'tasks.updated_at as updatedAt',
] as const;
