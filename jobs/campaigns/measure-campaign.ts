import { z } from 'zod';
import { defineJob } from '../../src/job/job-definition.ts';
import { cancel, completed } from '../../src/job/outcome.ts';
import { wholeId } from '../whole-id.ts';
import type { CampaignContext } from './services.ts';

/**
 * Says what a campaign has come to so far. The result is `{ name, queued, sent, bounced, failed, skipped, clicked,
 * unsubscribed, orders, revenueMinor }`, each user counted once, and orders of the seven days after the message.
 */
export const measureCampaign = defineJob({
  name: 'campaigns.measure',
  queue: 'campaigns',
  payload: z.strictObject({ campaignId: wholeId }),
  run: async ({ campaignId }, { campaigns }: CampaignContext) => {
    const figures = await campaigns.measure(campaignId);
    return figures ? completed(figures) : cancel(`There is no campaign ${campaignId}.`);
  },
});
