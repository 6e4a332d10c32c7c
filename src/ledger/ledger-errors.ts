import { NightshiftError } from '../nightshift-error.ts';

/** PostgreSQL did not answer in time, or refused the connection; nothing is known about what was asked. */
export class LedgerUnavailableError extends NightshiftError {
  readonly code = 'LEDGER_UNAVAILABLE';

  constructor(asked: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(
      `PostgreSQL did not answer while asked to ${asked} (${why}). Check DATABASE_URL and the server; the call may be repeated with the same id.`,
      {
        cause,
      },
    );
  }
}
