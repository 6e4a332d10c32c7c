import { NightshiftError } from '../nightshift-error.ts';

/** An application's `nightshift.config`, or what it names, cannot be used. Commands answer it with exit status 2. */
export class InvalidApplicationError extends NightshiftError {
  readonly code = 'INVALID_APPLICATION';
}
