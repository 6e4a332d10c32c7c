import type { Database } from '../../db/database.ts';
import { retryConflicts } from '../../db/retry-conflicts.ts';
import { sessionOf } from '../../db/session-of.ts';
import type { Accepted, NewJob } from '../ledger.ts';
import type { Session } from '../session.ts';
import { acceptFamily } from './accept-family.ts';
import { acceptRows, type JobRow } from './accept-rows.ts';
import { toAcceptedRow } from './accepted-row.ts';

/** Accepts jobs, all or none of one call; in the caller's transaction when there is a session. */
export async function accept(
  database: Database,
  jobs: readonly NewJob[],
  session: Session | undefined,
): Promise<readonly Accepted[]> {
  if (jobs.length === 0) return [];
  const rows: JobRow[] = jobs.map((job) => ({ job, row: toAcceptedRow(job, session === undefined) }));
  const hasParents = jobs.some(({ due }) => due.kind === 'parents');
  if (session) return hasParents ? acceptFamily(session, rows) : acceptRows(session, rows);
  if (hasParents) return database.transaction((trx) => acceptFamily(sessionOf(trx), rows));
  const isOneStatement = !jobs.some(({ unique }) => unique);
  if (isOneStatement) return retryConflicts(() => acceptRows(database, rows));
  return database.transaction((trx) => acceptRows(sessionOf(trx), rows));
}
