import { NightshiftError } from '../../nightshift-error.ts';
import type { Limit } from './limit.ts';

const MAX_USES = 1_000_000_000;
/** The longest that a timer of Node waits, on which the counting in the process rests. */
const MAX_WINDOW_MS = 2_147_483_000;

/** A limit that nothing can be counted by. */
export class InvalidLimitError extends NightshiftError {
  readonly code = 'INVALID_LIMIT';
}

/** @throws InvalidLimitError with the first thing that is wrong with it */
export function checkLimit({ name, max, windowMs, kind }: Limit): void {
  const problem =
    (!/^[\w-]{1,50}$/.test(name) &&
      `has the name ${JSON.stringify(name)}: expected 1 to 50 letters, digits, - or _`) ||
    (!isWhole(max, MAX_USES) && `allows ${max}: expected a whole number from 1 to ${MAX_USES}`) ||
    (!isWhole(windowMs, MAX_WINDOW_MS) &&
      `has a window of ${windowMs} ms: expected whole milliseconds from 1 to ${MAX_WINDOW_MS}`) ||
    (kind === 'fixed-window' &&
      windowMs % 1_000 !== 0 &&
      `has a fixed window of ${windowMs} ms: expected whole seconds, or another kind`);
  if (problem) throw new InvalidLimitError(`The limit ${name} ${problem}.`);
}

function isWhole(value: number, max: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= max;
}
