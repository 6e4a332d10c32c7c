import { rowsOf } from '../../db/rows-of.ts';
import type { ClaimRequest } from '../ledger.ts';
import type { Session } from '../session.ts';
import { CLAIMED_COLUMNS, type ClaimedRow, type ParentlessAnswer, toClaimed } from './claimed-row.ts';

/**
 * Gives jobs of dead owners to this worker, and notes the runs that died. From its second death a job runs alone, and
 * only deaths while alone count: its neighbours had the same deaths without being their cause.
 */
export async function takeOver(
  session: Session,
  requests: readonly ClaimRequest[],
  workerId: string,
): Promise<ReadonlyMap<ClaimRequest, ParentlessAnswer>> {
  if (requests.length === 0) return new Map();
  const rows = await rowsOf<ClaimedRow>(session, TAKE_OVER, [requests.map(({ id }) => id), workerId]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const taken = requests.flatMap((request) => {
    const row = byId.get(request.id);
    return row ? [[request, toClaimed(row)] as const] : [];
  });
  return new Map(taken);
}

const TAKE_OVER = `
WITH dead AS (
  SELECT j.id, j.run, j.publication, j.attempt, j.owner, j.started_at,
    (j.deaths < 2 OR coalesce(w.alone = j.id, false))::integer AS counts
  FROM nightshift.jobs AS j LEFT JOIN nightshift.workers AS w ON w.id = j.owner
  WHERE j.id = ANY($1::uuid[])
), noted AS (
  INSERT INTO nightshift.attempts (job_id, run, publication, attempt, worker, started_at, duration_ms, outcome)
  SELECT id, run, publication, attempt, owner, coalesce(started_at, now()),
    least(extract(epoch FROM now() - coalesce(started_at, now())) * 1000, 2e9), 'lost' FROM dead
  ON CONFLICT DO NOTHING
)
UPDATE nightshift.jobs AS j SET run = j.run + 1, attempt = j.attempt + 1, deaths = j.deaths + dead.counts, owner = $2,
  started_at = now()
FROM dead WHERE j.id = dead.id
RETURNING ${CLAIMED_COLUMNS}`;
