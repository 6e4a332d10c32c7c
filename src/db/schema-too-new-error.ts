import { NightshiftError } from '../nightshift-error.ts';

/** The database has been migrated by a newer version of Nightshift than this one. */
export class SchemaTooNewError extends NightshiftError {
  readonly code = 'SCHEMA_TOO_NEW';

  constructor(unknown: readonly string[]) {
    super(
      `The database has migrations that this version of Nightshift does not know (${unknown.join(', ')}): expected a schema of this version or older. Start a newer version, or point DATABASE_URL elsewhere.`,
    );
  }
}
