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
}

export interface RecordedNotification {
  readonly id: string;
  readonly channels: readonly Channel[];
  readonly recipient: {
    readonly name: string;
    readonly email: string;
    readonly phone: string | null;
  };
  /** The user is not to be disturbed before; null for no such wish now. */
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
  const { jobId, userId, type, title, body, data } = given;
  const user = await writing.trx
    .selectFrom('users')
    .select(['name', 'email', 'phone', 'channels', quietUntil(now).as('quietUntil')])
    .where('id', '=', userId)
    .forKeyShare()
    .executeTakeFirst();
  if (!user) throw new NotFoundError('user', userId);
  const { id } = await writing.trx
    .insertInto('notifications')
    .values({ job_id: jobId, user_id: userId, type, title, body, data: JSON.stringify(data) })
    .returning('id')
    .executeTakeFirstOrThrow();
  const channels = given.channels.filter((channel) => user.channels.includes(channel));
  await writeChannels(writing, { id, channels, quietUntil: user.quietUntil });
  writing.changed({ kind: 'notification-recorded', notificationId: id, userId });
  const { name, email, phone } = user;
  return { id, channels, recipient: { name, email, phone }, quietUntil: user.quietUntil };
}

async function writeChannels(
  { trx }: Writing,
  recorded: Pick<RecordedNotification, 'id' | 'channels' | 'quietUntil'>,
): Promise<void> {
  if (recorded.channels.length === 0) return;
  const now = new Date();
  const rows = recorded.channels.map((channel) =>
    channel === 'in-app'
      ? { notification_id: recorded.id, channel, status: 'delivered' as const, delivered_at: now }
      : { notification_id: recorded.id, channel, not_before: recorded.quietUntil },
  );
  await trx.insertInto('notification_channels').values(rows).execute();
}
