import type { Generated } from 'kysely';
import type { InstantOrNow, MaybeInstant } from '../columns.ts';

/** `app.low_stock_alerts`: one per drop to the threshold; at most one of a product is not cleared. */
export interface LowStockAlertsTable {
  id: Generated<number>;
  product_id: number;
  /** As they were when the alert was raised. */
  on_hand: number;
  threshold: number;
  raised_at: InstantOrNow;
  /** When stock rose above the threshold again. */
  cleared_at: MaybeInstant;
}
