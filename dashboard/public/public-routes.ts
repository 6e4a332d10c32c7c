import { Router } from 'express';
import { Domain } from '../../src/domain/domain.ts';
import { announceNotifications } from '../../src/domain/notifications/announce-notifications.ts';
import type { Platform } from '../../src/platform/platform.ts';

/** Routes for those who do not sign in: each takes only what carries a signature, and is there only when it is configured. */
export async function publicRoutes({ config, database, log, kv }: Platform): Promise<Router> {
  const { twilio: account, dashboard } = config;
  const { publicUrl } = dashboard;
  const routes = Router();
  if (!account || publicUrl === undefined) return routes;
  const { channels } = await kv();
  const domain = new Domain(database, { log, onChange: [announceNotifications(channels)] });
  // Its library is for those who use it.
  const { twilioCallback } = await import('./twilio-callback.ts');
  return routes.use(twilioCallback({ account, publicUrl, domain }));
}
