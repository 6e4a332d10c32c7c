import type { Limit } from './limit.ts';
import type { StoreDecision } from './limit-store.ts';

/**
 * A bucket of `max` tokens that fills up steadily, all of it in `windowMs`; each use takes one. What is missing is kept,
 * and not what is left, so that a larger bucket is larger at once.
 */
export interface BucketState {
  /** Tokens, and parts of one, that are not back yet. */
  readonly spent: number;
  readonly filledAtMs: number;
}

/** Parts of a token that adding up fractions may lose: whoever comes back as told is let in all the same. */
const ROUNDING = 1e-9;

/** The state after one more use, if there is a token for it. */
export function useBucket(
  before: BucketState | undefined,
  { max, windowMs }: Pick<Limit, 'max' | 'windowMs'>,
  nowMs: number,
): { readonly state: BucketState; readonly isAllowed: boolean } {
  const passedMs = Math.max(0, nowMs - (before?.filledAtMs ?? nowMs));
  const spent = Math.max(0, (before?.spent ?? 0) - (passedMs * max) / windowMs);
  const isAllowed = max - spent >= 1 - ROUNDING;
  const filledAtMs = Math.max(nowMs, before?.filledAtMs ?? nowMs);
  return { state: { spent: spent + (isAllowed ? 1 : 0), filledAtMs }, isAllowed };
}

/** What a state that was just written means for whoever asked. */
export function bucketDecision(
  { spent }: Pick<BucketState, 'spent'>,
  { max, windowMs }: Pick<Limit, 'max' | 'windowMs'>,
  isAllowed: boolean,
): StoreDecision {
  const perTokenMs = windowMs / max;
  return {
    allowed: isAllowed,
    remaining: Math.max(0, Math.floor(max - spent)),
    retryAfterMs: isAllowed ? 0 : Math.max(1, Math.ceil((spent + 1 - max) * perTokenMs)),
    resetMs: Math.ceil(spent * perTokenMs),
  };
}
