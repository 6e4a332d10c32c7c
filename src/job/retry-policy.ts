/** How often and how late a failed attempt is tried again. */
export interface RetryPolicy {
  /** Attempts in all, the first included; 1 means never again. Default 5. */
  readonly maxAttempts: number;
  /** Upper bound of the wait after the first failure, in milliseconds; doubled with each further one. Default 1,000. */
  readonly baseDelayMs: number;
  /** The bound stops growing here, in milliseconds. Default 3,600,000 (an hour). */
  readonly maxDelayMs: number;
}

export const DEFAULT_RETRY_POLICY: RetryPolicy = {
  maxAttempts: 5,
  baseDelayMs: 1_000,
  maxDelayMs: 3_600_000,
};

/**
 * The wait before the next attempt, in milliseconds: exponential back-off with full jitter, a uniform random part
 * of `min(maxDelayMs, baseDelayMs × 2^(attempt − 1))` ("Exponential Backoff and Jitter", AWS Architecture Blog).
 *
 * @param attempt the attempt that failed, counted from 1
 * @param random a number in [0, 1)
 */
export function retryDelayMs(
  policy: RetryPolicy,
  attempt: number,
  random: () => number = Math.random,
): number {
  const bound = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (attempt - 1));
  return Math.floor(random() * bound);
}
