import type { BigId, InstantOrNow } from '../columns.ts';

export type MovementKind = 'initial' | 'sale' | 'cancellation' | 'return' | 'purchase' | 'adjustment';

/** `app.stock_movements`: every change of a level; the sum of a product's quantities is its level. */
export interface StockMovementsTable {
  id: BigId;
  product_id: number;
  kind: MovementKind;
  /** Positive in, negative out. */
  quantity: number;
  on_hand_after: number;
  order_id: number | null;
  purchase_order_id: number | null;
  note: string | null;
  occurred_at: InstantOrNow;
}
