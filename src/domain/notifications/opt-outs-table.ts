import type { InstantOrNow } from '../columns.ts';

/** `app.opt_outs`: addresses that want, or take, nothing any more. */
export interface OptOutsTable {
  channel: 'email' | 'sms';
  /** In lower case. */
  address: string;
  reason: 'stop' | 'unsubscribed' | 'complaint' | 'bounced' | 'operator';
  created_at: InstantOrNow;
}
