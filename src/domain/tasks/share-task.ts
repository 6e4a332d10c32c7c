import { InvalidWriteError } from '../domain-errors.ts';
import { refuseTooManyCollaborators } from '../features/refuse-over-limit.ts';
import { refuseMissingUser } from '../users/refuse-missing-user.ts';
import type { Writing } from '../writing.ts';
import { lockTask } from './lock-task.ts';

export interface TaskShare {
  readonly userId: number;
  readonly role: 'viewer' | 'editor';
}

/**
 * Shares a task with a user, or changes what a collaborator may do.
 *
 * @throws NotFoundError, NotAllowedError, InvalidWriteError
 * @throws FeatureUnavailableError when the owner's subscription includes no more collaborators
 */
export async function shareTask(writing: Writing, taskId: number, share: TaskShare): Promise<void> {
  const { userId, role } = share;
  const { task, userIds } = await lockTask(writing, taskId, 'owner');
  const { title, ownerId } = task;
  if (userId === ownerId)
    throw new InvalidWriteError(`User ${userId} owns task ${taskId}: share it with someone else.`);
  await refuseMissingUser(writing, userId);
  if (!userIds.includes(userId)) await refuseTooManyCollaborators(writing, { taskId, ownerId });
  await writing.trx
    .insertInto('task_collaborators')
    .values({ task_id: taskId, user_id: userId, role })
    .onConflict((conflict) => conflict.columns(['task_id', 'user_id']).doUpdateSet({ role }))
    .execute();
  const all = [...new Set([...userIds, userId])];
  writing.changed({
    kind: 'task-shared',
    taskId,
    title,
    ownerId,
    userIds: all,
    collaboratorId: userId,
  });
}

/** Takes a task back from a collaborator; nothing happens when it was not shared. @throws NotFoundError, NotAllowedError */
export async function unshareTask(writing: Writing, taskId: number, userId: number): Promise<void> {
  const { task, userIds } = await lockTask(writing, taskId, 'owner');
  if (userId === task.ownerId || !userIds.includes(userId)) return;
  await writing.trx
    .deleteFrom('task_collaborators')
    .where('task_id', '=', taskId)
    .where('user_id', '=', userId)
    .execute();
  const { title, ownerId } = task;
  writing.changed({ kind: 'task-unshared', taskId, title, ownerId, userIds, collaboratorId: userId });
}
