import type { Generated } from 'kysely';
import type { InstantOrNow, MaybeInstant } from '../columns.ts';
import type { Tier } from './users-table.ts';

/** `app.subscriptions`: what a user has paid for and when; at most one has not ended. */
export interface SubscriptionsTable {
  id: Generated<number>;
  user_id: number;
  tier: Tier;
  /** A month. */
  price_minor: Generated<number>;
  currency: Generated<string>;
  started_at: InstantOrNow;
  ended_at: MaybeInstant;
}
