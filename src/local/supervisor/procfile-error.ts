import { NightshiftError } from '../../nightshift-error.ts';

/** The Procfile, or what was asked of it, cannot be used. Commands answer it with exit status 2. */
export class ProcfileError extends NightshiftError {
  readonly code = 'PROCFILE';
}
