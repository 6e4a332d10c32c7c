import { rowsOf } from '../../db/rows-of.ts';
import type { Clock } from '../../job/clock.ts';
import type { Session } from '../../ledger/session.ts';

/** The database's clock in milliseconds since the epoch, unless a test brings its own. */
export async function readNowMs(session: Session, clock?: Clock): Promise<number> {
  if (clock) return clock.nowMs();
  const [row] = await rowsOf<{ nowMs: number }>(
    session,
    'SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::float8 AS "nowMs"',
  );
  return row?.nowMs ?? Number.NaN; // a SELECT without FROM has one row
}
