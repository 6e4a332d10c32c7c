import { NotAllowedError, NotFoundError } from '../domain-errors.ts';
import type { Writing } from '../writing.ts';
import { TASK_COLUMNS, type Task } from './task.ts';

export interface LockedTask {
  readonly task: Task;
  /** The owner and the collaborators. */
  readonly userIds: readonly number[];
}

/**
 * Locks a task for a change that its owner, or an editor too, may make.
 *
 * @throws NotFoundError when there is none, or the actor has no part in it
 * @throws NotAllowedError when the actor's part is too small
 */
export async function lockTask(
  { trx, actor }: Writing,
  taskId: number,
  allowed: 'owner' | 'editor',
): Promise<LockedTask> {
  const task = await trx
    .selectFrom('tasks')
    .select(TASK_COLUMNS)
    .where('id', '=', taskId)
    .forUpdate()
    .executeTakeFirst();
  if (!task) throw new NotFoundError('task', taskId);
  const collaborators = await trx
    .selectFrom('task_collaborators')
    .select(['user_id as userId', 'role'])
    .where('task_id', '=', taskId)
    .execute();
  if (actor && actor.userId !== task.ownerId) {
    const role = collaborators.find(({ userId }) => userId === actor.userId)?.role;
    if (role === undefined) throw new NotFoundError('task', taskId);
    if (role !== allowed) throw new NotAllowedError(`Only ${WHO[allowed]} of task ${taskId} may do this.`);
  }
  return { task, userIds: [task.ownerId, ...collaborators.map(({ userId }) => userId)] };
}

const WHO = { owner: 'the owner', editor: 'the owner and the editors' };
