import type { ColumnType, Generated } from 'kysely';
import type { InstantOrNow } from '../columns.ts';

export type OrderStatus = 'placed' | 'paid' | 'shipped' | 'delivered' | 'cancelled';

/** `app.orders`: of one user from one seller. Money is in the currency's smallest unit. */
export interface OrdersTable {
  id: Generated<number>;
  user_id: number;
  seller_id: number;
  status: Generated<OrderStatus>;
  currency: string;
  /** The sum of its items, each less its own discount. */
  items_minor: number;
  /** Taken off the whole order, by a code for example. */
  discount_minor: Generated<number>;
  shipping_minor: Generated<number>;
  /** Items less discount plus shipping, computed by the database. */
  total_minor: ColumnType<number, never, never>;
  discount_code: string | null;
  /** Where it is sent, ISO 3166. */
  country: string;
  /** Where it came from, for the fraud rules. */
  ip: string | null;
  device_id: string | null;
  payment_fingerprint: string | null;
  placed_at: InstantOrNow;
  updated_at: InstantOrNow;
}
