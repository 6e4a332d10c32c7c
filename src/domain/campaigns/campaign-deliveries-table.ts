import type { Generated } from 'kysely';
import type { InstantOrNow, MaybeInstant } from '../columns.ts';

/** `app.campaign_deliveries`: one a user; orders of the 7 days after `sent_at` count for the campaign. */
export interface CampaignDeliveriesTable {
  campaign_id: number;
  user_id: number;
  status: Generated<'queued' | 'sent' | 'bounced' | 'failed' | 'skipped'>;
  job_id: string | null;
  /** Why it was skipped, bounced or failed. */
  reason: string | null;
  queued_at: InstantOrNow;
  sent_at: MaybeInstant;
}
