import type { Response } from 'express';
import type { Limit, LimitDecision } from './limit.ts';

/** A limit that a request was held against, and what became of it. */
export interface TakenLimit {
  readonly limit: Limit;
  readonly decision: LimitDecision;
}

/**
 * Tells the client what is left: `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-10), beside
 * what other limiters have written, and the least of all in `X-RateLimit-Remaining`.
 */
export function writeLimitHeaders(response: Response, taken: readonly TakenLimit[]): void {
  for (const { limit, decision } of taken) {
    const seconds = Math.ceil(limit.windowMs / 1_000);
    response.append('RateLimit-Policy', `"${limit.name}";q=${limit.max};w=${seconds}`);
    const resetSeconds = Math.ceil(decision.resetMs / 1_000);
    response.append('RateLimit', `"${limit.name}";r=${decision.remaining};t=${resetSeconds}`);
  }
  const before = Number(response.get('X-RateLimit-Remaining') ?? Number.POSITIVE_INFINITY);
  const least = Math.min(before, ...taken.map(({ decision }) => decision.remaining));
  if (Number.isFinite(least)) response.set('X-RateLimit-Remaining', String(least));
  if (taken.some(({ decision }) => decision.isApproximate)) response.set('X-RateLimit-Approximate', 'true');
}
