import type { Limit } from './limit.ts';
import type { StoreDecision } from './limit-store.ts';

/**
 * Windows are numbered from the epoch. What was used in the last one counts by the share of it that the stretch up to
 * now still covers, as if it had been used evenly; refused uses do not count.
 */
export interface WindowState {
  readonly windowNumber: number;
  /** Uses in the window before. */
  readonly previous: number;
  readonly current: number;
}

/** The state after one more use, if there is room for it. */
export function useWindow(
  before: WindowState | undefined,
  { max, windowMs }: Pick<Limit, 'max' | 'windowMs'>,
  nowMs: number,
): { readonly state: WindowState; readonly isAllowed: boolean } {
  const shifted = shift(before, Math.floor(nowMs / windowMs));
  const isAllowed = usedOf(shifted, windowMs, nowMs) + windowMs <= max * windowMs;
  return { state: { ...shifted, current: shifted.current + (isAllowed ? 1 : 0) }, isAllowed };
}

/** What a state means for whoever asked. */
export function windowDecision(
  state: WindowState,
  { max, windowMs }: Pick<Limit, 'max' | 'windowMs'>,
  { nowMs, isAllowed }: { readonly nowMs: number; readonly isAllowed: boolean },
): StoreDecision {
  const endMs = (state.windowNumber + 1) * windowMs;
  return {
    allowed: isAllowed,
    remaining: Math.max(0, Math.floor(max - usedOf(state, windowMs, nowMs) / windowMs)),
    retryAfterMs: isAllowed ? 0 : Math.max(1, Math.ceil(roomAtMs(state, max, windowMs) - nowMs)),
    // What is used now still counts a little until the next window ends.
    resetMs: Math.max(0, Math.ceil(endMs + (state.current > 0 ? windowMs : 0) - nowMs)),
  };
}

function shift(before: WindowState | undefined, windowNumber: number): WindowState {
  // A clock that went back stays in the window it had reached.
  if (before && before.windowNumber >= windowNumber) return before;
  const previous = before?.windowNumber === windowNumber - 1 ? before.current : 0;
  return { windowNumber, previous, current: 0 };
}

/** Uses times milliseconds: whole numbers, of which none is lost, so that whoever comes back as told is let in. */
function usedOf({ windowNumber, previous, current }: WindowState, windowMs: number, nowMs: number): number {
  const passedMs = Math.min(windowMs, Math.max(0, nowMs - windowNumber * windowMs));
  return previous * (windowMs - passedMs) + current * windowMs;
}

/** When one more fits: in this window once enough of the last has passed, or else in the next. */
function roomAtMs({ windowNumber, previous, current }: WindowState, max: number, windowMs: number): number {
  const [number, fading, standing] =
    current + 1 <= max ? [windowNumber, previous, current] : [windowNumber + 1, current, 0];
  const stillMs = fading === 0 ? windowMs : Math.floor(((max - 1 - standing) * windowMs) / fading);
  return number * windowMs + Math.max(0, windowMs - stillMs);
}
