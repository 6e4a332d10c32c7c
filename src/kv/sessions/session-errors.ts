import { NightshiftError } from '../../nightshift-error.ts';

/** Something that was to be kept in a session cannot be. */
export class InvalidSessionError extends NightshiftError {
  readonly code = 'INVALID_SESSION';
}
