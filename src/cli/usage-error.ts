import { NightshiftError } from '../nightshift-error.ts';

/** The command line is not understood; answered with exit status 2. */
export class UsageError extends NightshiftError {
  readonly code = 'WRONG_USAGE';
}
