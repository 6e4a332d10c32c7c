import type { Generated } from 'kysely';
import type { InstantOrNow, MaybeInstant } from '../columns.ts';
import type { Channel } from '../users/users-table.ts';

export type ChannelStatus = 'queued' | 'sent' | 'delivered' | 'failed' | 'read';

/** `app.notification_channels`: how a notification fared over each channel it was sent by. */
export interface NotificationChannelsTable {
  notification_id: string;
  channel: Channel;
  status: Generated<ChannelStatus>;
  /** The job that carries it: `email.send`, `sms.send`, … */
  job_id: string | null;
  /** How the provider names it: what its status callback brings. */
  provider_id: string | null;
  error: string | null;
  /** Held until the user's quiet hours are over. */
  not_before: MaybeInstant;
  sent_at: MaybeInstant;
  delivered_at: MaybeInstant;
  updated_at: InstantOrNow;
}
