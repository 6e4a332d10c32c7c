import { type Sample, sample } from '../sample.ts';
import { deliverCampaign } from './deliver-campaign.ts';
import { measureCampaign } from './measure-campaign.ts';
import { sendCampaign } from './send-campaign.ts';

/** Made before the samples are sent, far above the ids that the database gives. */
export const SAMPLE_RECIPIENT = { campaignId: 2_000_000_000, userId: 1 };

export const campaignSamples: readonly Sample[] = [
  sample(sendCampaign, {
    campaign: {
      name: 'Spring in the garden',
      channel: 'in-app',
      subject: 'Spring is here, {name}',
      body: 'Everything for the garden is in stock again.\n\n[Have a look](https://shop.example/garden)',
      segment: { activeWithinDays: 30 },
    },
  }),
  sample(deliverCampaign, SAMPLE_RECIPIENT),
  sample(measureCampaign, { campaignId: SAMPLE_RECIPIENT.campaignId }),
];
