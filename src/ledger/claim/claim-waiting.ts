import { defineRoutine } from '../../db/routine.ts';
import type { ClaimRequest } from '../ledger.ts';
import type { Session } from '../session.ts';
import { CLAIMED_COLUMNS, type ClaimedRow, type ParentlessAnswer, toClaimed } from './claimed-row.ts';

/** Claims what waits under the publication that was delivered; gives no answer for anything else. */
export async function claimWaiting(
  session: Session,
  requests: readonly ClaimRequest[],
  workerId: string,
): Promise<ReadonlyMap<ClaimRequest, ParentlessAnswer>> {
  // Of two deliveries of one job only the first may have the run.
  const first = new Map<string, ClaimRequest>();
  for (const request of requests) if (!first.has(request.id)) first.set(request.id, request);
  const asked = [...first.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const rows = await CLAIM.call(session, [
    asked.map(({ id }) => id),
    asked.map(({ publication }) => publication),
    workerId,
  ]);
  const answers = new Map<ClaimRequest, ParentlessAnswer>();
  for (const row of rows) {
    const request = first.get(row.id);
    if (request) answers.set(request, toClaimed(row));
  }
  return answers;
}

export const CLAIM = defineRoutine<ClaimedRow>({
  name: 'claim',
  takes: ['uuid[]', 'integer[]', 'uuid'],
  returns: `id uuid, publication integer, run integer, attempt integer, max_attempts integer, deaths integer,
    created_at timestamptz, tags text[], tenant text, due_time timestamptz, is_late boolean, is_catch_up boolean,
    has_parents boolean, payload jsonb`,
  body: `
UPDATE nightshift.jobs AS j SET state = 'active', run = j.run + 1, attempt = j.attempt + 1, owner = $3,
  started_at = now()
FROM unnest($1, $2) AS a(id, publication)
WHERE j.id = a.id AND j.publication = a.publication AND j.state = 'waiting'
  AND (j.expires_at IS NULL OR j.expires_at > now())
RETURNING ${CLAIMED_COLUMNS}`,
});
