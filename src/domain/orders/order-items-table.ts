import type { Generated } from 'kysely';

/** `app.order_items`. Price and cost are those of the day of the order. */
export interface OrderItemsTable {
  order_id: number;
  /** From 1. */
  line: number;
  product_id: number;
  quantity: number;
  unit_price_minor: number;
  unit_cost_minor: number;
  /** Taken off the whole line. */
  discount_minor: Generated<number>;
}
