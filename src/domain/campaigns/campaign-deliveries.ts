import { sql } from 'kysely';
import type { DomainReader } from '../domain-tables.ts';
import type { Channel } from '../users/users-table.ts';
import type { Writing } from '../writing.ts';
import { wantsMarketing } from './segment.ts';

/** One user of one campaign. */
export interface Recipient {
  readonly campaignId: number;
  readonly userId: number;
}

/** A campaign as it goes to one of its users. */
export interface CampaignDelivery {
  readonly channel: Channel;
  readonly subject: string;
  readonly body: string;
  readonly campaignStatus: 'draft' | 'running' | 'paused' | 'done' | 'cancelled';
  readonly status: 'queued' | 'sent' | 'bounced' | 'failed' | 'skipped';
  readonly name: string;
  readonly email: string;
  /** Whether the user allows marketing over the channel now. */
  readonly isWanted: boolean;
}

/** Undefined when the campaign or the user is gone. */
export function findDelivery(
  reader: DomainReader,
  { campaignId, userId }: Recipient,
): Promise<CampaignDelivery | undefined> {
  return reader
    .selectFrom('campaign_deliveries as delivery')
    .innerJoin('campaigns', 'campaigns.id', 'delivery.campaign_id')
    .innerJoin('users', 'users.id', 'delivery.user_id')
    .select(['campaigns.channel', 'subject', 'body', 'campaigns.status as campaignStatus', 'delivery.status'])
    .select(['users.name', 'email'])
    .select(
      sql<boolean>`CASE campaigns.channel
      WHEN 'email' THEN ${wantsMarketing('email')} WHEN 'sms' THEN ${wantsMarketing('sms')}
      WHEN 'push' THEN ${wantsMarketing('push')} ELSE ${wantsMarketing('in-app')} END`.as('isWanted'),
    )
    .where('delivery.campaign_id', '=', campaignId)
    .where('delivery.user_id', '=', userId)
    .executeTakeFirst();
}

export interface DeliveryNews {
  readonly status: 'sent' | 'bounced' | 'failed' | 'skipped';
  readonly reason?: string;
  /** The job that carried it. */
  readonly jobId: string;
}

/** Notes what became of a campaign's message to one user; what was sent stays sent. */
export async function markDelivery(
  { trx }: Writing,
  { campaignId, userId }: Recipient,
  { status, reason, jobId }: DeliveryNews,
): Promise<void> {
  await trx
    .updateTable('campaign_deliveries')
    .set({
      status,
      reason: reason ?? null,
      job_id: jobId,
      ...(status === 'sent' ? { sent_at: sql<Date>`coalesce(sent_at, now())` } : {}),
    })
    .where('campaign_id', '=', campaignId)
    .where('user_id', '=', userId)
    .where('status', '<>', 'sent')
    .execute();
}
