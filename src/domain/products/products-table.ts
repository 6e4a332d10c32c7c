import type { Generated } from 'kysely';
import type { InstantOrNow, MaybeInstant } from '../columns.ts';

/** `app.products`. Money is in the currency's smallest unit. */
export interface ProductsTable {
  id: Generated<number>;
  seller_id: number;
  /** Unique within the seller. */
  sku: string;
  name: string;
  description: Generated<string>;
  category: string;
  price_minor: number;
  /** What the seller pays for one. */
  cost_minor: number;
  currency: Generated<string>;
  /** Stock at or below this raises an alert. */
  low_stock_threshold: Generated<number>;
  auto_reorder: Generated<boolean>;
  supplier: Generated<string>;
  /** From a purchase order to its arrival: mean and standard deviation. */
  lead_time_days: Generated<number>;
  lead_time_spread_days: Generated<number>;
  /** Wanted chance of not running out while a purchase order is on its way. */
  service_level: Generated<number>;
  /** How many days of demand one purchase order should last. */
  cover_days: Generated<number>;
  /** Not sold any more since. */
  retired_at: MaybeInstant;
  created_at: InstantOrNow;
  updated_at: InstantOrNow;
}
