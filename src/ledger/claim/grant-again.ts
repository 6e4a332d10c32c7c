import { rowsOf } from '../../db/rows-of.ts';
import type { ClaimRequest } from '../ledger.ts';
import type { Session } from '../session.ts';
import { CLAIMED_COLUMNS, type ClaimedRow, type ParentlessAnswer, toClaimed } from './claimed-row.ts';

/** Tells once more what was granted before; changes nothing. */
export async function grantAgain(
  session: Session,
  requests: readonly ClaimRequest[],
): Promise<ReadonlyMap<ClaimRequest, ParentlessAnswer>> {
  if (requests.length === 0) return new Map();
  const rows = await rowsOf<ClaimedRow>(
    session,
    `SELECT ${CLAIMED_COLUMNS} FROM nightshift.jobs AS j WHERE j.id = ANY($1::uuid[])`,
    [requests.map(({ id }) => id)],
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return new Map(
    requests.flatMap((request) => {
      const row = byId.get(request.id);
      return row ? [[request, toClaimed(row)] as const] : [];
    }),
  );
}
