import { NightshiftError } from '../../src/nightshift-error.ts';
import type { Refusal } from './services.ts';

/** The mail server could not be used and surely did not take the mail. Retried. */
export class MailServerError extends NightshiftError {
  readonly code = 'MAIL_SERVER';
}

/** The mail server asked to come back later for some recipients. Retried, for these only. */
export class MailDeferredError extends NightshiftError {
  readonly code = 'MAIL_DEFERRED';

  constructor(deferred: readonly Refusal[]) {
    super(
      `The mail server deferred ${describeRefusals(deferred)}. The mail is sent to them again at the next attempt.`,
    );
  }
}

/** A few refusals in words, for an error message. */
export function describeRefusals(refusals: readonly Refusal[]): string {
  const shown = refusals.slice(0, 3).map(({ email, reason }) => `${email} (${reason})`);
  const more = refusals.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}
