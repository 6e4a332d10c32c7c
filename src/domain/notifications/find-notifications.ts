import { sql } from 'kysely';
import type { DomainReader } from '../domain-tables.ts';
import type { Channel } from '../users/users-table.ts';
import type { ChannelStatus } from './notification-channels-table.ts';

/** A notification as its user sees it. */
export interface ShownNotification {
  readonly id: string;
  readonly type: string;
  readonly title: string;
  readonly body: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly createdAt: Date;
  readonly readAt: Date | null;
  /** What became of it on each channel it went over. */
  readonly channels: Readonly<Partial<Record<Channel, ChannelStatus>>>;
}

export interface WantedNotifications {
  /** Only what was not read. Default false. */
  readonly isUnread?: boolean;
  /** Older than this one, for the next page. */
  readonly beforeId?: string;
  /** Default 50. */
  readonly limit?: number;
}

/** A user's notifications, the newest first. */
export function findNotifications(
  reader: DomainReader,
  userId: number,
  { isUnread = false, beforeId, limit = 50 }: WantedNotifications = {},
): Promise<readonly ShownNotification[]> {
  return reader
    .selectFrom('notifications')
    .select(['id', 'type', 'title', 'body', 'data', 'created_at as createdAt', 'read_at as readAt'])
    .select(
      sql<ShownNotification['channels']>`coalesce((SELECT jsonb_object_agg(channel, status)
        FROM app.notification_channels WHERE notification_id = notifications.id), '{}')`.as('channels'),
    )
    .where('user_id', '=', userId)
    .$if(isUnread, (query) => query.where('read_at', 'is', null))
    .$if(beforeId !== undefined, (query) => query.where('id', '<', beforeId ?? ''))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}
