import type { Routine } from '../db/routine.ts';
import { ACCEPT } from './accept/accept-statement.ts';
import { CLAIM } from './claim/claim-waiting.ts';
import { LOCK_DUE_ROWS } from './publish/lock-due-rows.ts';
import { MARK_PUBLISHED } from './publish/mark-published.ts';
import { RECORD } from './record/record-statement.ts';
import { BEAT } from './workers/beat.ts';

/** What `migrate` installs, so that the ledger's hot paths are planned once. */
export const ROUTINES: readonly Routine<unknown>[] = [
  ACCEPT,
  BEAT,
  CLAIM,
  LOCK_DUE_ROWS,
  MARK_PUBLISHED,
  RECORD,
];
