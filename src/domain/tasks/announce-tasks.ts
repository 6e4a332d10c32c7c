import type { Channels, NewMessage } from '../../kv/channels/channels.ts';
import type { ChangeListener, DomainChange, TaskChange } from '../domain-change.ts';

/**
 * Tells whoever listens to `task:<id>` what was done to a task, in the form of what `updates.broadcast` tells, and whoever
 * listens to `user:<id>:tasks` that something changed in what that user sees.
 */
export function announceTasks(channels: Pick<Channels, 'publishMany'>): ChangeListener {
  return async (changes) => {
    const at = new Date().toISOString();
    await channels.publishMany(changes.filter(isTaskChange).flatMap((change) => messagesOf(change, at)));
  };
}

function messagesOf({ kind, taskId, title, userIds }: TaskChange, at: string): readonly NewMessage[] {
  const users = userIds.map((userId) => ({
    channel: `user:${userId}:tasks`,
    message: { taskId, type: kind, at },
  }));
  return [{ channel: `task:${taskId}`, message: { taskId, type: kind, at, data: { title } } }, ...users];
}

function isTaskChange(change: DomainChange): change is TaskChange {
  return change.kind.startsWith('task-');
}
