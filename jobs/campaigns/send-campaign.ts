import { z } from 'zod';
import { defineJob } from '../../src/job/job-definition.ts';
import { cancel, completed, snooze } from '../../src/job/outcome.ts';
import { wholeId } from '../whole-id.ts';
import { deliverCampaign } from './deliver-campaign.ts';
import { newCampaign } from './new-campaign.ts';
import type { CampaignContext } from './services.ts';

/**
 * Sends a campaign to its segment, a batch at each run: the batch's recipients, the jobs that bring it to them and the mark
 * to go on from are written in one transaction with this job's outcome, so that whatever dies, each is taken once. Between
 * batches it waits for what the campaign's limit demands. A paused campaign is cancelled here and goes on from its mark when
 * it is sent again. The result is `{ campaignId, recipients }`.
 */
export const sendCampaign = defineJob({
  name: 'campaigns.send',
  queue: 'campaigns',
  payload: z.union([z.strictObject({ campaignId: wholeId }), z.strictObject({ campaign: newCampaign })]),
  unique: (payload) => ({
    key: 'campaign' in payload ? `campaign ${payload.campaign.name}` : `campaign ${payload.campaignId}`,
  }),
  // Over all batches of a campaign that may take days.
  retry: { maxAttempts: 50, maxDelayMs: 600_000 },
  timeoutMs: 300_000,
  run: async (payload, { campaigns, transaction, within, job, progress }: CampaignContext) => {
    const campaignId =
      'campaign' in payload ? await campaigns.begin(payload.campaign, job.id) : payload.campaignId;
    return campaigns.takeRecipients(transaction, campaignId, async (recipients, trx) => {
      const { userIds, status, taken, pauseMs } = recipients;
      if (status === 'paused' || status === 'cancelled') return cancel(`The campaign is ${status}.`);
      await within(trx).enqueueMany(
        deliverCampaign,
        userIds.map((userId) => ({ campaignId, userId })),
      );
      progress({ campaignId, recipients: taken });
      return status === 'done' ? completed({ campaignId, recipients: taken }) : snooze(pauseMs);
    });
  },
});
