import type { BigId, InstantOrNow } from '../columns.ts';

/** `app.campaign_clicks`: each time a link of a delivery was followed. */
export interface CampaignClicksTable {
  id: BigId;
  campaign_id: number;
  user_id: number;
  url: string;
  clicked_at: InstantOrNow;
}
