import { rowsOf } from '../../db/rows-of.ts';
import type { Session } from '../session.ts';

/** Ends failed jobs for good; gives the ids of those that were failed. */
export async function discardFailed(
  session: Session,
  ids: readonly string[],
  reason: string,
): Promise<readonly string[]> {
  const rows = await rowsOf<{ id: string }>(session, DISCARD, [ids, reason]);
  return rows.map(({ id }) => id);
}

const DISCARD = `
UPDATE nightshift.jobs SET state = 'discarded', closed_as = 'discarded', reason = $2
WHERE id = ANY($1::uuid[]) AND state = 'failed' RETURNING id`;
