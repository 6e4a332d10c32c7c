import type { Generated } from 'kysely';
import type { BigId, InstantOrNow } from '../columns.ts';

export type SmsStatus = 'queued' | 'sent' | 'delivered' | 'undelivered' | 'failed' | 'ambiguous';

/** `app.sms_messages`: what was sent to which number; the daily caps count here. */
export interface SmsMessagesTable {
  id: BigId;
  job_id: string;
  user_id: number | null;
  /** E.164. */
  to_number: string;
  /** The leading digits that a cap is for, like `+4477`. */
  prefix: string;
  /** ISO 3166. */
  country: string | null;
  body: string;
  segments: number;
  status: Generated<SmsStatus>;
  provider: 'twilio' | 'outbox';
  provider_id: string | null;
  /** The provider's own. */
  error_code: number | null;
  created_at: InstantOrNow;
  updated_at: InstantOrNow;
}
