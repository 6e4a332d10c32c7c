import { NotFoundError } from '../domain-errors.ts';
import type { DomainReader } from '../domain-tables.ts';
import type { Tier } from '../users/users-table.ts';
import { countCollaborators, countOpenTasks } from './count-used.ts';
import { FEATURES, type Feature, type Features } from './features.ts';

/**
 * Whether a user's subscription allows a feature now: another open task, another collaborator (on `taskId`, or on a new
 * task), analytics, the API. Asks the database each time, so it is right at once after an upgrade.
 *
 * @throws NotFoundError when there is no such user
 */
export async function canUse(
  reader: DomainReader,
  userId: number,
  feature: Feature,
  taskId?: number,
): Promise<boolean> {
  const features = await featuresOf(reader, userId);
  switch (feature) {
    case 'tasks':
      return (await countOpenTasks(reader, userId)) < features.maxOpenTasks;
    case 'collaborators': {
      const used = taskId === undefined ? 0 : await countCollaborators(reader, taskId);
      return used < features.maxCollaborators;
    }
    case 'analytics':
    case 'api':
      return features[feature];
  }
}

/** What a user's subscription includes. @throws NotFoundError */
export async function featuresOf(
  reader: DomainReader,
  userId: number,
): Promise<Features & { readonly tier: Tier }> {
  const user = await reader.selectFrom('users').select('tier').where('id', '=', userId).executeTakeFirst();
  if (!user) throw new NotFoundError('user', userId);
  return { tier: user.tier, ...FEATURES[user.tier] };
}
