import type { DomainReader } from '../domain-tables.ts';
import { TASK_COLUMNS, type Task } from './task.ts';

export function findTask(reader: DomainReader, taskId: number): Promise<Task | undefined> {
  return reader.selectFrom('tasks').select(TASK_COLUMNS).where('id', '=', taskId).executeTakeFirst();
}

export interface TaskFilter {
  readonly isCompleted?: boolean;
  readonly category?: string;
  /** Words of the title, whatever their case. */
  readonly search?: string;
  /** Only tasks with a lower id: the last one of the page before. */
  readonly beforeId?: number;
  /** Default 50. */
  readonly limit?: number;
}

/** The tasks that a user owns or shares, newest first. */
export function findTasksOf(
  reader: DomainReader,
  userId: number,
  filter: TaskFilter = {},
): Promise<readonly Task[]> {
  const { isCompleted, category, search, beforeId, limit = 50 } = filter;
  let query = reader
    .selectFrom('tasks')
    .select(TASK_COLUMNS)
    .where((eb) =>
      eb.or([
        eb('owner_id', '=', userId),
        eb('id', 'in', eb.selectFrom('task_collaborators').select('task_id').where('user_id', '=', userId)),
      ]),
    );
  if (isCompleted !== undefined) query = query.where('completed_at', isCompleted ? 'is not' : 'is', null);
  if (category !== undefined) query = query.where('category', '=', category);
  if (search !== undefined) query = query.where('title', 'ilike', `%${search.replace(/[\\%_]/g, '\\$&')}%`);
  if (beforeId !== undefined) query = query.where('id', '<', beforeId);
  return query.orderBy('id', 'desc').limit(limit).execute();
}

export interface TaskParticipant {
  readonly userId: number;
  readonly name: string;
  readonly role: 'owner' | 'editor' | 'viewer';
}

/** Who sees a task, the owner first: whom its updates go to. Empty when there is no such task. */
export async function findParticipants(
  reader: DomainReader,
  taskId: number,
): Promise<readonly TaskParticipant[]> {
  const owner = reader
    .selectFrom('tasks')
    .innerJoin('users', 'users.id', 'tasks.owner_id')
    .select(['users.id as userId', 'users.name'])
    .where('tasks.id', '=', taskId);
  const collaborators = reader
    .selectFrom('task_collaborators')
    .innerJoin('users', 'users.id', 'task_collaborators.user_id')
    .select(['users.id as userId', 'users.name', 'task_collaborators.role'])
    .where('task_collaborators.task_id', '=', taskId)
    .orderBy('task_collaborators.added_at');
  const [first, others] = await Promise.all([owner.execute(), collaborators.execute()]);
  return [...first.map((row) => ({ ...row, role: 'owner' as const })), ...others];
}
