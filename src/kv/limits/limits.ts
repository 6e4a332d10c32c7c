import type { Limit, LimitDecision } from './limit.ts';

/** What became of the uses of one limit. */
export interface LimitDecisions {
  readonly limit: string;
  readonly allowed: number;
  readonly refused: number;
}

/** Limits that all processes share. Open it as `kv.limits`. */
export interface Limits {
  /**
   * Uses a limit once for a key (a user, an address), if it allows that, in one atomic step. Never rejects because a
   * server is away: then this process counts by itself and says so.
   *
   * @throws InvalidLimitError
   */
  take(limit: Limit, key: string): Promise<LimitDecision>;
  /** How often uses were allowed and refused in this process since its start, by the limit's name. */
  decisions(): readonly LimitDecisions[];
  /** Forgets what a key has used. Other processes may refuse a full fixed window until it ends. */
  reset(limit: Limit, key: string): Promise<void>;
}
