import { sql } from 'kysely';
import type { Writing } from '../writing.ts';
import { markChannel } from './mark-channel.ts';

/** Notes that a user has read these notifications in the application; gives how many of them were new to the user. */
export async function readNotifications(
  writing: Writing,
  userId: number,
  notificationIds: readonly string[],
): Promise<number> {
  if (notificationIds.length === 0) return 0;
  const read = await writing.trx
    .updateTable('notifications')
    .set({ read_at: sql<Date>`now()` })
    .where('user_id', '=', userId)
    .where('id', 'in', notificationIds)
    .where('read_at', 'is', null)
    .returning('id as notificationId')
    .execute();
  for (const { notificationId } of read)
    await markChannel(writing, { notificationId, channel: 'in-app' }, { status: 'read' });
  return read.length;
}
