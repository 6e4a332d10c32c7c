import type { Config } from '../../config/load-config.ts';
import { publicAddress } from '../../config/public-address.ts';
import { signLink } from './link-token.ts';

export const CLICK_PATH = '/c/';
export const UNSUBSCRIBE_PATH = '/u/';

/** Addresses for one user of one campaign, which nobody else can make. */
export interface CampaignLinks {
  /** Counts the click and leads to `url`. */
  readonly click: (url: string) => string;
  readonly unsubscribe: string;
}

export function campaignLinks(
  { key, dashboard }: { readonly key: Buffer; readonly dashboard: Config['dashboard'] },
  to: { readonly campaignId: number; readonly userId: number },
): CampaignLinks {
  return {
    click: (url) => publicAddress(dashboard, CLICK_PATH + signLink(key, { kind: 'click', ...to, url })),
    unsubscribe: publicAddress(dashboard, UNSUBSCRIBE_PATH + signLink(key, { kind: 'unsubscribe', ...to })),
  };
}
