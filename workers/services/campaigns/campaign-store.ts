import type { CampaignStore } from '../../../jobs/campaigns/services.ts';
import type { Config } from '../../../src/config/load-config.ts';
import { beginCampaign } from '../../../src/domain/campaigns/begin-campaign.ts';
import { findDelivery, markDelivery } from '../../../src/domain/campaigns/campaign-deliveries.ts';
import { campaignFigures } from '../../../src/domain/campaigns/campaign-figures.ts';
import { campaignLinks } from '../../../src/domain/campaigns/campaign-links.ts';
import { linkKey } from '../../../src/domain/campaigns/link-key.ts';
import { takeRecipients } from '../../../src/domain/campaigns/take-recipients.ts';
import type { Domain } from '../../../src/domain/domain.ts';
import { permanentWhenRefused } from '../domain/permanent-when-refused.ts';

/** Keeps campaigns in the tables of the sample application. */
export function makeCampaignStore(domain: Domain, { dashboard }: Pick<Config, 'dashboard'>): CampaignStore {
  let known: Buffer | undefined;
  return {
    begin: (campaign, jobId) => domain.write((writing) => beginCampaign(writing, { ...campaign, jobId })),
    takeRecipients: (transaction, campaignId, then) =>
      permanentWhenRefused(
        domain.writeWith(transaction, async (writing) =>
          then(await takeRecipients(writing, campaignId), writing.ledgerTransaction),
        ),
      ),
    open: async (recipient) => {
      const delivery = await findDelivery(domain.reader, recipient);
      if (!delivery) return undefined;
      const key = (known ??= await linkKey(domain));
      return { ...delivery, links: campaignLinks({ key, dashboard }, recipient) };
    },
    mark: (recipient, news) => domain.write((writing) => markDelivery(writing, recipient, news)),
    measure: async (campaignId) => {
      const campaign = await domain.reader
        .selectFrom('campaigns')
        .select('name')
        .where('id', '=', campaignId)
        .executeTakeFirst();
      return campaign && { ...campaign, ...(await campaignFigures(domain.reader, campaignId)) };
    },
    markWith: (transaction, recipient, { then, ...news }) =>
      domain.writeWith(transaction, async (writing) => {
        await markDelivery(writing, recipient, news);
        return then(writing.ledgerTransaction);
      }),
  };
}
