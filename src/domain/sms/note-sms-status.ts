import { sql } from 'kysely';
import { type ChannelNews, markChannelOfJob } from '../notifications/mark-channel.ts';
import type { SmsStatus } from '../notifications/sms-messages-table.ts';
import type { Writing } from '../writing.ts';

/** What the provider says of a message. */
export interface SmsNews {
  readonly jobId: string;
  readonly providerId: string;
  readonly status: 'sent' | 'delivered' | 'undelivered' | 'failed';
  /** The provider's own. */
  readonly errorCode?: number | undefined;
}

/** What each status may follow: words come late, twice and in any order, and what has ended stays ended. */
const FOLLOWS: Readonly<Record<SmsNews['status'], readonly SmsStatus[]>> = {
  sent: ['queued', 'ambiguous'],
  delivered: ['queued', 'ambiguous', 'sent'],
  undelivered: ['queued', 'ambiguous', 'sent'],
  failed: ['queued', 'ambiguous', 'sent'],
};

/**
 * Notes what became of an SMS, and of the notification that it carries; gives whether that was new. A message of which
 * nobody knew whether it was sent is known from now on.
 */
export async function noteSmsStatus(writing: Writing, news: SmsNews): Promise<boolean> {
  const { jobId, providerId, status, errorCode } = news;
  const row = await writing.trx
    .updateTable('sms_messages')
    .set({ status, provider_id: providerId, error_code: errorCode ?? null, updated_at: sql<Date>`now()` })
    .where('job_id', '=', jobId)
    .where('status', 'in', FOLLOWS[status])
    .where((is) => is.or([is('provider_id', 'is', null), is('provider_id', '=', providerId)]))
    .returning('id')
    .executeTakeFirst();
  if (!row) return false;
  await markChannelOfJob(writing, jobId, channelNews(news));
  return true;
}

function channelNews({ status, providerId, errorCode }: SmsNews): ChannelNews {
  if (status === 'sent' || status === 'delivered') return { status, providerId };
  return {
    status: 'failed',
    providerId,
    error: errorCode === undefined ? status : `${status}, error ${errorCode}`,
  };
}
