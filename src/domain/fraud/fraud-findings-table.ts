import type { Generated } from 'kysely';
import type { InstantOrNow, JsonColumn, MaybeInstant } from '../columns.ts';

/** One rule that an order broke, how much that weighs, and why in plain words. */
export interface FraudReason {
  readonly rule: 'velocity' | 'amount' | 'geography' | 'device';
  readonly score: number;
  readonly reason: string;
}

/** `app.fraud_findings`: at most one an order. */
export interface FraudFindingsTable {
  id: Generated<number>;
  order_id: number;
  user_id: number;
  /** 0 to 100. */
  score: number;
  level: 'low' | 'medium' | 'high';
  reasons: JsonColumn<readonly FraudReason[]>;
  status: Generated<'open' | 'confirmed' | 'dismissed'>;
  found_at: InstantOrNow;
  notified_at: MaybeInstant;
  reviewed_at: MaybeInstant;
}
