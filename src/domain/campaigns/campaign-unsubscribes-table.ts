import type { InstantOrNow } from '../columns.ts';

/** `app.campaign_unsubscribes`: who had enough, and of which campaign. */
export interface CampaignUnsubscribesTable {
  campaign_id: number;
  user_id: number;
  unsubscribed_at: InstantOrNow;
}
