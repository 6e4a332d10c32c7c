/**
 * What may vanish without harm: cache, limits, counters, sessions, pub/sub. On Redis, or on PostgreSQL without it;
 * in memory for tests. One contract suite runs on all of them.
 */
export interface Kv {
  readonly kind: 'redis' | 'postgres' | 'memory';
  get(key: string): Promise<string | undefined>;
  /** `ttlMs` in milliseconds; without it the key stays until deleted. */
  set(key: string, value: string, options?: { readonly ttlMs?: number }): Promise<void>;
  /** Gives how many of them existed. */
  delete(...keys: readonly string[]): Promise<number>;
  ping(): Promise<void>;
  close(): Promise<void>;
}
