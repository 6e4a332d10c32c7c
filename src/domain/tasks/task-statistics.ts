import type { DomainReader } from '../domain-tables.ts';
import { type TaskDashboard, taskDashboard } from './task-dashboard.ts';

/** How many tasks of which sort a user has, and how they get done. */
export type TaskStatistics = Pick<
  TaskDashboard,
  | 'total'
  | 'open'
  | 'completed'
  | 'overdue'
  | 'completionRate'
  | 'averageCompletionMs'
  | 'byPriority'
  | 'byCategory'
>;

/** @throws NotFoundError when there is no such user */
export async function taskStatistics(reader: DomainReader, userId: number): Promise<TaskStatistics> {
  const { total, open, completed, overdue, completionRate, averageCompletionMs, byPriority, byCategory } =
    await taskDashboard(reader, userId);
  return { total, open, completed, overdue, completionRate, averageCompletionMs, byPriority, byCategory };
}
