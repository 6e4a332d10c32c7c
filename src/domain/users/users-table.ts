import type { Generated } from 'kysely';
import type { InstantOrNow, MaybeInstant } from '../columns.ts';

export type Tier = 'basic' | 'premium' | 'enterprise';
export type Channel = 'in-app' | 'email' | 'sms' | 'push';

/** `app.users` */
export interface UsersTable {
  id: Generated<number>;
  /** Unique whatever its case, as is the e-mail address. */
  username: string;
  email: string;
  name: string;
  /** E.164, like `+441632960123`. */
  phone: string | null;
  /** ISO 3166, two letters. */
  country: Generated<string>;
  /** BCP 47, like `en-GB`. */
  locale: Generated<string>;
  /** IANA. */
  time_zone: Generated<string>;
  role: Generated<'user' | 'admin'>;
  /** The tier of the current subscription; none is basic. */
  tier: Generated<Tier>;
  /** Over which the user allows notifications. */
  channels: Generated<Channel[]>;
  /** Quiet hours on the user's own clock, `22:00:00` to `07:00:00`; over midnight when `from` is later. Both or neither. */
  quiet_from: string | null;
  quiet_until: string | null;
  /** Product categories. */
  interests: Generated<string[]>;
  /** When marketing was allowed; null when it is not. */
  marketing_consent_at: MaybeInstant;
  password_hash: string | null;
  /** Sessions that began before either mark are over. */
  password_changed_at: MaybeInstant;
  role_changed_at: MaybeInstant;
  /** Wrong passwords since the last right one, and until when no password is looked at for them. */
  sign_in_failures: Generated<number>;
  sign_in_locked_until: MaybeInstant;
  last_active_at: MaybeInstant;
  created_at: InstantOrNow;
  updated_at: InstantOrNow;
}
