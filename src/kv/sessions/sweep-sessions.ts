import { rowsOf } from '../../db/rows-of.ts';
import type { Session as Connection } from '../../ledger/session.ts';

const BATCH_ROWS = 5_000;

/** Removes sessions that are over, some thousands per statement; gives how many. */
export async function sweepSessions(database: Connection): Promise<number> {
  let swept = 0;
  for (;;) {
    const rows = await rowsOf(database, SWEEP, [BATCH_ROWS]);
    swept += rows.length;
    if (rows.length < BATCH_ROWS) return swept;
  }
}

// Locked rows are in use by somebody who will find them over as well.
const SWEEP = `
DELETE FROM nightshift.sessions WHERE id IN (
  SELECT id FROM nightshift.sessions WHERE expires_at <= now() ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED
) RETURNING id`;
