import { type RawBuilder, sql } from 'kysely';
import type { Writing } from '../writing.ts';
import type { ChannelStatus } from './notification-channels-table.ts';
import type { NotificationPart } from './open-notification.ts';

/** What became of a notification on one channel. */
export interface ChannelNews {
  readonly status: ChannelStatus;
  readonly providerId?: string;
  readonly error?: string;
}

/**
 * What each status may follow, so that words which come late or twice never go back: `failed` gives way to `sent`, because
 * a person may have had it sent again, and to what the provider says later.
 */
const FOLLOWS: Readonly<Record<ChannelStatus, readonly ChannelStatus[]>> = {
  queued: [],
  sent: ['queued', 'failed'],
  failed: ['queued', 'sent'],
  delivered: ['queued', 'sent', 'failed'],
  read: ['queued', 'sent', 'failed', 'delivered'],
};

/** Notes what became of a notification on a channel; gives whether that was new. */
export function markChannel(writing: Writing, part: NotificationPart, news: ChannelNews): Promise<boolean> {
  const { notificationId, channel } = part;
  return mark(writing, news, sql`notification_id = ${notificationId} AND channel = ${channel}`);
}

/** The same for the channel that a job carries, if it carries any. */
export function markChannelOfJob(writing: Writing, jobId: string, news: ChannelNews): Promise<boolean> {
  return mark(writing, news, sql`part.job_id = ${jobId}`);
}

async function mark(
  writing: Writing,
  { status, providerId, error }: ChannelNews,
  which: RawBuilder<unknown>,
): Promise<boolean> {
  const { rows } = await sql<NotificationPart & { readonly userId: number }>`
    UPDATE app.notification_channels AS part SET status = ${status}::text, error = ${error ?? null}::text,
      provider_id = coalesce(${providerId ?? null}::text, provider_id), updated_at = now(),
      sent_at = CASE WHEN ${status}::text = 'failed' THEN sent_at ELSE coalesce(sent_at, now()) END,
      delivered_at = CASE WHEN ${status}::text IN ('delivered', 'read') THEN coalesce(delivered_at, now()) ELSE delivered_at END
    FROM app.notifications AS whole
    WHERE whole.id = part.notification_id AND ${which}
      AND status = ANY (${[...FOLLOWS[status]]}::text[])
    RETURNING notification_id::text AS "notificationId", channel, whole.user_id AS "userId"`.execute(
    writing.trx,
  );
  for (const row of rows) writing.changed({ kind: 'notification-changed', ...row, status });
  return rows.length > 0;
}
