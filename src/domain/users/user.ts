import type { Channel, Tier } from './users-table.ts';

/** A user as others may read it: no password. */
export interface User {
  readonly id: number;
  readonly username: string;
  readonly email: string;
  readonly name: string;
  readonly phone: string | null;
  readonly country: string;
  readonly locale: string;
  readonly timeZone: string;
  readonly role: 'user' | 'admin';
  readonly tier: Tier;
  readonly channels: readonly Channel[];
  /** On the user's clock, `22:00:00`. */
  readonly quietFrom: string | null;
  readonly quietUntil: string | null;
  readonly interests: readonly string[];
  readonly marketingConsentAt: Date | null;
  readonly lastActiveAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What to select or return, so that a row is a {@link User}. */
export const USER_COLUMNS = [
  'users.id',
  'users.username',
  'users.email',
  'users.name',
  'users.phone',
  'users.country',
  'users.locale',
  'users.time_zone as timeZone',
  'users.role',
  'users.tier',
  'users.channels',
  'users.quiet_from as quietFrom',
  'users.quiet_until as quietUntil',
  'users.interests',
  'users.marketing_consent_at as marketingConsentAt',
  'users.last_active_at as lastActiveAt',
  'users.created_at as createdAt',
  'users.updated_at as updatedAt',
] as const;
