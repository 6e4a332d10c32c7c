/** How much is allowed in how long, and how that is counted. */
export interface Limit {
  /** Shown to clients and part of the key: limits of the same name count together. 1 to 50 letters, digits, `-` or `_`. */
  readonly name: string;
  readonly max: number;
  /** Whole seconds for a fixed window. */
  readonly windowMs: number;
  /** Default `sliding-window`. */
  readonly kind?: LimitKind;
}

/**
 * - `fixed-window`: `max` in a window that begins with the first use; twice that around its end at worst.
 * - `sliding-window`: `max` in any stretch of a window's length, the last window weighed by how much of it still counts.
 * - `token-bucket`: bursts of `max`, refilled steadily over the window.
 */
export type LimitKind = 'fixed-window' | 'sliding-window' | 'token-bucket';

/** What became of one use. */
export interface LimitDecision {
  readonly allowed: boolean;
  /** Uses left for now, never negative. */
  readonly remaining: number;
  /** 0 when allowed. */
  readonly retryAfterMs: number;
  /** Until all of it is available again, if nothing more is used. */
  readonly resetMs: number;
  /** Whether only this process counted, because the store is away. */
  readonly isApproximate: boolean;
}
