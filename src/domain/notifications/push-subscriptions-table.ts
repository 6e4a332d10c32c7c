import type { Generated } from 'kysely';
import type { InstantOrNow, MaybeInstant } from '../columns.ts';

/** `app.push_subscriptions`: the devices a user may be reached on. */
export interface PushSubscriptionsTable {
  id: Generated<number>;
  user_id: number;
  provider: Generated<'web-push' | 'fcm' | 'apns'>;
  /** The push service's address, or the device's token; unique. */
  endpoint: string;
  /** The browser's keys, of `web-push`. */
  p256dh: string | null;
  auth: string | null;
  user_agent: string | null;
  created_at: InstantOrNow;
  expires_at: MaybeInstant;
  last_sent_at: MaybeInstant;
}
