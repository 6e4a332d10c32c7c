import { setMarketingConsent } from '../users/change-user.ts';
import type { Writing } from '../writing.ts';
import type { Recipient } from './campaign-deliveries.ts';

/** Notes that a user has followed a link of a campaign. */
export async function noteClick(
  { trx }: Writing,
  { campaignId, userId }: Recipient,
  url: string,
): Promise<void> {
  if (await isKnown({ trx }, { campaignId, userId }))
    await trx
      .insertInto('campaign_clicks')
      .values({ campaign_id: campaignId, user_id: userId, url })
      .execute();
}

/** Takes back the user's consent to marketing, and notes which campaign it was; gives false when the user is gone. */
export async function unsubscribe(writing: Writing, { campaignId, userId }: Recipient): Promise<boolean> {
  if (!(await isKnown(writing, { campaignId, userId }))) return false;
  await setMarketingConsent(writing, userId, false);
  await writing.trx
    .insertInto('campaign_unsubscribes')
    .values({ campaign_id: campaignId, user_id: userId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return true;
}

/** Users may have been removed since, and campaigns with what became of them. */
async function isKnown({ trx }: Pick<Writing, 'trx'>, { campaignId, userId }: Recipient): Promise<boolean> {
  const found = await trx
    .selectFrom('campaign_deliveries')
    .select('user_id')
    .where('campaign_id', '=', campaignId)
    .where('user_id', '=', userId)
    .forKeyShare()
    .executeTakeFirst();
  return found !== undefined;
}
