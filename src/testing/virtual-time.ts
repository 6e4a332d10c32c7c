import { NightshiftError } from '../nightshift-error.ts';
import { parseEvery } from '../schedule/definition/parse-every.ts';

/** Milliseconds of `'90s'`, `'15m'`, `'25h'`, `'7d'` or a number of them. @throws InvalidSpanError */
export function spanMs(span: string | number): number {
  const ms = typeof span === 'number' ? span : parseEvery(span);
  if (ms !== undefined && ms >= 0) return ms;
  throw new InvalidSpanError(span);
}

/** A span of time is not understood. */
export class InvalidSpanError extends NightshiftError {
  readonly code = 'INVALID_SPAN';

  constructor(given: string | number) {
    super(
      `The clock cannot go on by ${JSON.stringify(given)}: expected milliseconds, or a text such as "90s", "15m", "25h" or "7d".`,
    );
  }
}
