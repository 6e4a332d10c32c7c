import type { Generated } from 'kysely';
import type { InstantOrNow } from '../columns.ts';

/** `app.sellers` */
export interface SellersTable {
  id: Generated<number>;
  /** Whose shop it is, and who is told about its stock. */
  user_id: number;
  name: string;
  country: Generated<string>;
  /** ISO 4217; all its prices and orders are in it. */
  currency: Generated<string>;
  /** In which its days begin. */
  time_zone: Generated<string>;
  /** What the marketplace keeps of net sales, in hundredths of a percent. */
  commission_bps: Generated<number>;
  created_at: InstantOrNow;
  updated_at: InstantOrNow;
}
