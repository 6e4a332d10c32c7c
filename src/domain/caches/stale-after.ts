import type { DomainChange, TaskChange, UserChange } from '../domain-change.ts';
import { cacheKeys, cacheTags } from './cache-keys.ts';

/** What has to be made anew. */
export interface Stale {
  readonly keys?: readonly string[];
  readonly tags?: readonly string[];
}

/** Which caches a change makes stale, and no others. */
export function staleAfter(change: DomainChange): Stale {
  switch (change.kind) {
    case 'task-created':
    case 'task-updated':
    case 'task-completed':
    case 'task-reopened':
    case 'task-shared':
    case 'task-unshared':
    case 'task-deleted':
      return staleAfterTask(change);
    case 'user-created':
    case 'user-updated':
    case 'user-password-changed':
    case 'user-role-changed':
    case 'user-tier-changed':
      return { keys: [cacheKeys.user(change.userId), ...staleAfterUser(change)] };
    case 'stock-moved':
    case 'purchase-order-changed':
      return { keys: [cacheKeys.stock(change.productId)] };
    case 'recommendations-made':
      return { keys: [cacheKeys.recommendations(change.userId)] };
    case 'image-changed':
      return { keys: [cacheKeys.image(change.key)] };
    case 'report-made':
    case 'report-forgotten':
      return { keys: [cacheKeys.report(change.reportId), cacheKeys.reports(change.sellerId)] };
    case 'order-changed':
    case 'forecast-made':
    case 'notification-recorded':
    case 'notification-changed':
      return {};
  }
}

function staleAfterTask({ kind, taskId, ownerId, userIds, collaboratorId }: TaskChange): Stale {
  if (kind === 'task-shared' || kind === 'task-unshared')
    return {
      keys: [cacheKeys.collaborators(taskId)],
      tags: collaboratorId === undefined ? [] : [cacheTags.taskLists(collaboratorId)],
    };
  const keys = [cacheKeys.task(taskId), cacheKeys.statistics(ownerId), cacheKeys.dashboard(ownerId)];
  if (kind === 'task-created') keys.push(cacheKeys.suggestions(ownerId));
  // Before there was such a task, nobody saw it, and that may be kept too.
  if (kind === 'task-created' || kind === 'task-deleted') keys.push(cacheKeys.collaborators(taskId));
  return { keys, tags: userIds.map(cacheTags.taskLists) };
}

function staleAfterUser({ kind, userId, usernames, emails }: UserChange): readonly string[] {
  const isNew = kind === 'user-created';
  // The time zone says what is due today.
  const own = kind === 'user-updated' ? [cacheKeys.statistics(userId), cacheKeys.dashboard(userId)] : [];
  return [
    ...(kind === 'user-tier-changed' ? [cacheKeys.features(userId)] : own),
    ...(isNew || usernames.length > 1 ? usernames.map(cacheKeys.username) : []),
    ...(isNew || emails.length > 1 ? emails.map(cacheKeys.email) : []),
  ];
}
