import { Router } from 'express';
import { openDomain } from '../../src/domain/open-domain.ts';
import type { Platform } from '../../src/platform/platform.ts';
import { campaignLinkRoutes } from './campaign-links.ts';

/** Routes for those who do not sign in: each takes only what carries a signature. Twilio's is there when it is configured. */
export async function publicRoutes({ config, database, log, kv }: Platform): Promise<Router> {
  const { twilio: account, dashboard } = config;
  const { publicUrl } = dashboard;
  const domain = openDomain({ database, kv: await kv(), log });
  const routes = Router().use(campaignLinkRoutes({ domain, log }));
  if (!account || publicUrl === undefined) return routes;
  // Its library is for those who use it.
  const { twilioCallback } = await import('./twilio-callback.ts');
  return routes.use(twilioCallback({ account, publicUrl, domain }));
}
