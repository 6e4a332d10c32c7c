import type { InstantOrNow } from '../columns.ts';

/** `app.stock_levels`: written only by `moveStock`, which writes the movement with it. */
export interface StockLevelsTable {
  product_id: number;
  /** Never below 0. */
  on_hand: number;
  updated_at: InstantOrNow;
}
