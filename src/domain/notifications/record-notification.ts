import { NotFoundError } from '../domain-errors.ts';
import { quietUntil } from '../users/quiet-until.ts';
import type { Channel } from '../users/users-table.ts';
import type { Writing } from '../writing.ts';

export interface NewNotification {
  /** The job that makes it. */
  readonly jobId: string;
  readonly userId: number;
  /** `task-created`, `low-stock`, … */
  readonly type: string;
  readonly title: string;
  readonly body: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Over which it may go, of those that the user allows. */
  readonly channels: readonly Channel[];
  /** Does not wait for the end of quiet hours. Default false. */
  readonly isUrgent?: boolean;
}

export interface RecordedNotification {
  readonly id: string;
  readonly channels: readonly Channel[];
  /** The user is not to be disturbed before; null for no such wish now, and when it is urgent. */
  readonly quietUntil: Date | null;
}

/**
 * Writes a notification into a user's history, where it can be read at once, with a line for each channel that it will
 * go over. @throws NotFoundError when there is no such user
 */
export async function recordNotification(
  writing: Writing,
  given: NewNotification,
  now: Date = new Date(),
): Promise<RecordedNotification> {
  const { jobId, userId, type, title, body, data, isUrgent = false } = given;
  const user = await writing.trx
    .selectFrom('users')
    .select(['channels', quietUntil(now).as('quietUntil')])
    .where('id', '=', userId)
    .forKeyShare()
    .executeTakeFirst();
  if (!user) throw new NotFoundError('user', userId);
  const { id } = await writing.trx
    .insertInto('notifications')
    .values({ job_id: jobId, user_id: userId, type, title, body, data: JSON.stringify(data) })
    .returning('id')
    .executeTakeFirstOrThrow();
  const channels = user.channels.filter((channel) => given.channels.includes(channel));
  const recorded = { id, channels, quietUntil: isUrgent ? null : user.quietUntil };
  await writeChannels(writing, recorded);
  writing.changed({ kind: 'notification-recorded', notificationId: id, userId, type, title });
  return recorded;
}

async function writeChannels({ trx }: Writing, recorded: RecordedNotification): Promise<void> {
  if (recorded.channels.length === 0) return;
  const now = new Date();
  const rows = recorded.channels.map((channel) =>
    channel === 'in-app'
      ? { notification_id: recorded.id, channel, status: 'delivered' as const, delivered_at: now }
      : { notification_id: recorded.id, channel, not_before: recorded.quietUntil },
  );
  await trx.insertInto('notification_channels').values(rows).execute();
}
