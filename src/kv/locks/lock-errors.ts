import { NightshiftError } from '../../nightshift-error.ts';

/** Another held the lock for as long as it was waited for, or took it over. */
export class LockUnavailableError extends NightshiftError {
  readonly code = 'LOCK_UNAVAILABLE';

  constructor(name: string, waitMs: number) {
    super(
      `Lock ${JSON.stringify(name)} is another's, and was not free within ${waitMs} ms. Try again later, or wait longer (\`waitMs\`).`,
    );
  }
}

/** A name that no lock can have. */
export class InvalidLockNameError extends NightshiftError {
  readonly code = 'INVALID_LOCK_NAME';

  constructor(name: string) {
    super(
      `${JSON.stringify(name.slice(0, 80))} cannot name a lock: expected 1 to 200 characters, none of them a control character.`,
    );
  }
}
