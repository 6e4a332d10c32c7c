import type { Activity } from '../../kv/activity/activity.ts';
import type { DomainReader } from '../domain-tables.ts';
import {
  findParticipants,
  findTask,
  findTasksOf,
  type TaskFilter,
  type TaskParticipant,
} from '../tasks/find-tasks.ts';
import type { Task } from '../tasks/task.ts';
import { type TaskDashboard, taskDashboard } from '../tasks/task-dashboard.ts';
import { type TaskStatistics, taskStatistics } from '../tasks/task-statistics.ts';
import { cacheKeys, cacheTags } from './cache-keys.ts';
import type { Keep } from './keep.ts';
import type { UserCaches } from './user-caches.ts';

export interface TaskCaches {
  task(taskId: number): Promise<Task | undefined>;
  /** The tasks that a user owns or shares; with words of the title, what is found by them. */
  tasksOf(userId: number, filter?: TaskFilter): Promise<readonly Task[]>;
  /** Who sees a task, the owner first. */
  collaborators(taskId: number): Promise<readonly TaskParticipant[]>;
  /** @throws NotFoundError when there is no such user, as with the dashboard */
  statistics(userId: number): Promise<TaskStatistics>;
  dashboard(userId: number): Promise<TaskDashboard>;
  /** The titles that a user gives most. */
  suggestions(userId: number): Promise<readonly string[]>;
}

export interface TaskCachesParts {
  readonly reader: DomainReader;
  readonly activity: Pick<Activity, 'suggestTitles'>;
  readonly users: Pick<UserCaches, 'user'>;
}

export function taskCaches({ reader, activity, users }: TaskCachesParts, keep: Keep): TaskCaches {
  return {
    task: (taskId) => keep(cacheKeys.task(taskId), () => findTask(reader, taskId), [cacheTags.task(taskId)]),
    tasksOf: (userId, filter = {}) =>
      keep(cacheKeys.tasks(userId, filter), () => findTasksOf(reader, userId, filter), [
        cacheTags.user(userId),
        cacheTags.taskLists(userId),
      ]),
    collaborators: async (taskId) => {
      const readParts = async () =>
        (await findParticipants(reader, taskId)).map(({ userId, role }) => ({ userId, role }));
      const parts = await keep(cacheKeys.collaborators(taskId), readParts, [cacheTags.task(taskId)]);
      // Their names are their own, and change without the task.
      const named = parts.map(async (part) => ({ ...part, name: (await users.user(part.userId))?.name }));
      return (await Promise.all(named)).flatMap((each) =>
        each.name === undefined ? [] : [{ ...each, name: each.name }],
      );
    },
    statistics: (userId) =>
      keep(cacheKeys.statistics(userId), () => taskStatistics(reader, userId), [cacheTags.user(userId)]),
    dashboard: (userId) =>
      keep(cacheKeys.dashboard(userId), () => taskDashboard(reader, userId), [cacheTags.user(userId)]),
    suggestions: (userId) =>
      keep(cacheKeys.suggestions(userId), () => activity.suggestTitles(userId), [cacheTags.user(userId)]),
  };
}
