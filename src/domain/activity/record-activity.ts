import type { Activity } from '../../kv/activity/activity.ts';
import type { ChangeListener } from '../domain-change.ts';

/** Records what users change, under the name of the change, and which titles they give their tasks. */
export function recordActivity(activity: Pick<Activity, 'record' | 'countTitle'>): ChangeListener {
  return async (changes, actor) => {
    for (const change of changes) {
      if (actor) await activity.record(actor.userId, { action: change.kind, ip: actor.ip });
      if (change.kind === 'task-created') await activity.countTitle(change.ownerId, change.title);
    }
  };
}
