import { LedgerUnavailableError } from '../ledger/ledger-errors.ts';
import { NightshiftError } from '../nightshift-error.ts';

/** The Redis of cache, sessions and limits did not answer in time, or refused the command; it is asked again by itself. */
export class KvUnavailableError extends NightshiftError {
  readonly code = 'KV_UNAVAILABLE';

  constructor(why: string, cause?: unknown) {
    super(
      `The Redis of the cache did not answer (${why}). Check KV_REDIS_URL (or REDIS_URL) and the server; nobody needs to restart anything.`,
      cause === undefined ? undefined : { cause },
    );
  }
}

/** Whether an error means that the store is away, so that one goes on without it. */
export function isStoreAway(error: unknown): boolean {
  return error instanceof KvUnavailableError || error instanceof LedgerUnavailableError;
}
