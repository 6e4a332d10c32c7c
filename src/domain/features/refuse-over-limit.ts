import { FeatureUnavailableError, NotFoundError } from '../domain-errors.ts';
import type { Tier } from '../users/users-table.ts';
import type { Writing } from '../writing.ts';
import { countCollaborators, countOpenTasks } from './count-used.ts';
import { FEATURES } from './features.ts';

/**
 * Keeps a user to the open tasks of the subscription; two that come at once are counted one after the other.
 *
 * @throws NotFoundError when there is no such user
 * @throws FeatureUnavailableError when there is no room for another
 */
export async function refuseTooManyTasks(writing: Writing, ownerId: number): Promise<void> {
  const tier = await lockTier(writing, ownerId);
  const { maxOpenTasks } = FEATURES[tier];
  if (maxOpenTasks === Number.POSITIVE_INFINITY) return;
  if ((await countOpenTasks(writing.trx, ownerId)) < maxOpenTasks) return;
  throw new FeatureUnavailableError(
    `User ${ownerId} has ${maxOpenTasks} open tasks, which is all that the ${tier} subscription includes: complete some, or subscribe to more.`,
  );
}

/** Keeps a task that is locked to the collaborators of its owner's subscription. @throws FeatureUnavailableError */
export async function refuseTooManyCollaborators(
  writing: Writing,
  { taskId, ownerId }: { readonly taskId: number; readonly ownerId: number },
): Promise<void> {
  const tier = await lockTier(writing, ownerId);
  const { maxCollaborators } = FEATURES[tier];
  if ((await countCollaborators(writing.trx, taskId)) < maxCollaborators) return;
  throw new FeatureUnavailableError(
    `Task ${taskId} is shared with ${maxCollaborators} users, which is all that the ${tier} subscription includes: unshare it with someone, or subscribe to more.`,
  );
}

/** Leaves rows that refer to the user free to be written meanwhile. */
async function lockTier({ trx }: Writing, userId: number): Promise<Tier> {
  const user = await trx
    .selectFrom('users')
    .select('tier')
    .where('id', '=', userId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!user) throw new NotFoundError('user', userId);
  return user.tier;
}
