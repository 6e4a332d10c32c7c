import type { ColumnType } from 'kysely';
import type { Instant } from '../columns.ts';

export type BehaviorKind =
  | 'view'
  | 'search'
  | 'cart'
  | 'wishlist'
  | 'checkout'
  | 'purchase'
  | 'share'
  | 'review';

/** `app.behavior_events`, one partition a month. No foreign keys: users and products may be gone, or never have been. */
export interface BehaviorEventsTable {
  /** The sender's UUID, best a version 7; with `occurred_at` what makes an event that comes twice one row. */
  id: string;
  occurred_at: Instant;
  user_id: number | null;
  product_id: number | null;
  kind: BehaviorKind;
  session_id: string | null;
  device_id: string | null;
  country: string | null;
  data: ColumnType<unknown, string | null | undefined, string | null>;
}
