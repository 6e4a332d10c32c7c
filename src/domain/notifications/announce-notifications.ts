import type { Channels } from '../../kv/channels/channels.ts';
import type { ChangeListener } from '../domain-change.ts';

/** Tells whoever listens to `user:<id>:notifications` of each new notification and of what becomes of it. */
export function announceNotifications(channels: Pick<Channels, 'publishMany'>): ChangeListener {
  return async (changes) => {
    const messages = changes.flatMap((change) => {
      if (change.kind !== 'notification-recorded' && change.kind !== 'notification-changed') return [];
      const { userId, ...message } = change;
      return [{ channel: `user:${userId}:notifications`, message }];
    });
    if (messages.length > 0) await channels.publishMany(messages);
  };
}
