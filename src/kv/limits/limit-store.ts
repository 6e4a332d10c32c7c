import type { Limit, LimitDecision } from './limit.ts';

export type LimitWithKind = Required<Limit>;
export type StoreDecision = Omit<LimitDecision, 'isApproximate'>;

/** Where uses are counted. Each use is one atomic step; `key` is complete and at most 255 characters. */
export interface LimitStore {
  take(limit: LimitWithKind, key: string): Promise<StoreDecision>;
  reset(limit: LimitWithKind, key: string): Promise<void>;
}
