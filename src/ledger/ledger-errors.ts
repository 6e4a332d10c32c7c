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

/** A job was to wait for one that the ledger does not have. */
export class UnknownParentError extends NightshiftError {
  readonly code = 'UNKNOWN_PARENT';

  constructor(id: string) {
    super(
      `No recorded job has the id ${id}, and a job was to wait for it. Give ids of jobs of recorded queues that were enqueued before, or in the same call.`,
    );
  }
}
