import { sql } from 'kysely';
import { quietUntil } from '../users/quiet-until.ts';
import type { Channel } from '../users/users-table.ts';
import type { Writing } from '../writing.ts';
import type { ChannelStatus } from './notification-channels-table.ts';

/** One channel of one notification. */
export interface NotificationPart {
  readonly notificationId: string;
  readonly channel: Channel;
}

export interface OpenNotification {
  readonly userId: number;
  readonly title: string;
  readonly body: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly recipient: { readonly name: string; readonly email: string; readonly phone: string | null };
  readonly status: ChannelStatus;
  /** Whether the user allows the channel now. */
  readonly isAllowed: boolean;
  /** The user is not to be disturbed before; null for no such wish now. */
  readonly quietUntil: Date | null;
}

/** A notification as it is to go over a channel, which `jobId` does from now on; undefined when it is gone. */
export async function openNotification(
  { trx }: Writing,
  { notificationId, channel }: NotificationPart,
  jobId: string,
): Promise<OpenNotification | undefined> {
  const part = await trx
    .updateTable('notification_channels')
    .set({ job_id: jobId })
    .where('notification_id', '=', notificationId)
    .where('channel', '=', channel)
    .returning('status')
    .executeTakeFirst();
  if (!part) return undefined;
  const row = await trx
    .selectFrom('notifications')
    .innerJoin('users', 'users.id', 'notifications.user_id')
    .select(['user_id', 'title', 'body', 'data', 'name', 'email', 'phone'])
    .select([
      sql<boolean>`${channel} = ANY (channels)`.as('isAllowed'),
      quietUntil(new Date()).as('quietUntil'),
    ])
    .where('notifications.id', '=', notificationId)
    .executeTakeFirstOrThrow();
  const { user_id: userId, name, email, phone, ...others } = row;
  return { userId, ...others, recipient: { name, email, phone }, status: part.status };
}
