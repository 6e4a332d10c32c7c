import type { Generated } from 'kysely';
import type { Instant, InstantOrNow, MaybeInstant } from '../columns.ts';

/** `app.purchase_orders`: of one product from its supplier. Of the automatic ones, at most one of a product is open. */
export interface PurchaseOrdersTable {
  id: Generated<number>;
  product_id: number;
  quantity: number;
  unit_cost_minor: number;
  status: Generated<'open' | 'received' | 'cancelled'>;
  origin: 'auto' | 'manual';
  /** The point that stock had fallen to, of automatic ones. */
  reorder_point: number | null;
  ordered_at: InstantOrNow;
  expected_at: Instant;
  /** Received or cancelled. */
  ended_at: MaybeInstant;
}
