import type { Generated } from 'kysely';
import type { InstantOrNow } from '../columns.ts';

export type ReturnReason = 'damaged' | 'wrong-item' | 'not-as-described' | 'changed-mind' | 'late';

/** `app.returns`: of some or all of one order item. */
export interface ReturnsTable {
  id: Generated<number>;
  order_id: number;
  line: number;
  quantity: number;
  refund_minor: number;
  reason: ReturnReason;
  /** Whether what came back can be sold again. */
  is_restocked: Generated<boolean>;
  returned_at: InstantOrNow;
}
