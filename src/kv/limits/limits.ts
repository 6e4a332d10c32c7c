import type { Limit, LimitDecision } from './limit.ts';

/** Limits that all processes share. Open it as `kv.limits`. */
export interface Limits {
  /**
   * Uses a limit once for a key (a user, an address), if it allows that, in one atomic step. Never rejects because a
   * server is away: then this process counts by itself and says so.
   *
   * @throws InvalidLimitError
   */
  take(limit: Limit, key: string): Promise<LimitDecision>;
  /** Forgets what a key has used. Other processes may refuse a full fixed window until it ends. */
  reset(limit: Limit, key: string): Promise<void>;
}
