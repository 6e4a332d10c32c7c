import { createHash } from 'node:crypto';
import type { TaskFilter } from '../tasks/find-tasks.ts';

/** The keys of what is cached of the sample application. The kind, before the first colon, decides for how long. */
export const cacheKeys = {
  user: (userId: number) => `profile:id:${userId}`,
  username: (username: string) => `profile:name:${digest(username.toLowerCase())}`,
  email: (email: string) => `profile:email:${digest(email.toLowerCase())}`,
  features: (userId: number) => `features:${userId}`,
  task: (taskId: number) => `task:${taskId}`,
  /** With words of the title it is a search. */
  tasks: (userId: number, filter: TaskFilter) =>
    `${filter.search === undefined ? 'task-list' : 'search'}:${userId}:${digest(JSON.stringify(sorted(filter)))}`,
  collaborators: (taskId: number) => `collaborators:${taskId}`,
  statistics: (userId: number) => `statistics:${userId}`,
  dashboard: (userId: number) => `dashboard:${userId}`,
  suggestions: (userId: number) => `suggestions:${userId}`,
  stock: (productId: number) => `stock:${productId}`,
  image: (key: string) => `image:${digest(key)}`,
  recommendations: (userId: number) => `recommendations:${userId}`,
  report: (reportId: number) => `report:${reportId}`,
  reports: (sellerId: number | null) => `report-list:${sellerId ?? 'all'}`,
} as const;

/** The tags of what is cached. Those of a user and a task are for whoever changed something past the application. */
export const cacheTags = {
  user: (userId: number) => `user:${userId}`,
  task: (taskId: number) => `task:${taskId}`,
  /** Every list and search of a user's. */
  taskLists: (userId: number) => `tasks-of:${userId}`,
} as const;

/** Names of any length and script as part of a key. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

function sorted(filter: TaskFilter): readonly (readonly [string, unknown])[] {
  return Object.entries(filter).toSorted(([one], [other]) => (one < other ? -1 : 1));
}
