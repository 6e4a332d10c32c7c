import { NightshiftError } from '../nightshift-error.ts';

/** The ledger has no job of this id. */
export class UnknownRecordError extends NightshiftError {
  readonly code = 'UNKNOWN_RECORD';

  constructor(id: string) {
    super(
      `There is no job ${id}: expected the id of a job that is recorded and not yet pruned. Look for it with "nightshift find".`,
    );
  }
}
