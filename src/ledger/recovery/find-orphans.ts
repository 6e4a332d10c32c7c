import { rowsOf } from '../../db/rows-of.ts';
import type { Session } from '../session.ts';
import type { RecoveryScope } from './repeat-published.ts';

/** Active jobs of a queue whose owner's lease is over. */
export async function findOrphansOfQueue(
  session: Session,
  { queue, olderThanMs = 0 }: RecoveryScope,
): Promise<readonly string[]> {
  const rows = await rowsOf<{ id: string }>(
    session,
    `SELECT j.id FROM nightshift.published AS p JOIN nightshift.jobs AS j ON j.id = p.id
     WHERE p.queue = $1 AND p.published_at <= now() - $2::float8 * interval '1 ms' AND j.state = 'active'
       AND NOT EXISTS (SELECT FROM nightshift.workers AS w WHERE w.id = j.owner AND w.lease_until > now())
     ORDER BY j.id`,
    [queue, olderThanMs],
  );
  return rows.map(({ id }) => id);
}

/** Active jobs of these workers. */
export async function findOrphansOfWorkers(
  session: Session,
  workerIds: readonly string[],
): Promise<readonly string[]> {
  const rows = await rowsOf<{ id: string }>(
    session,
    `SELECT j.id FROM nightshift.published AS p JOIN nightshift.jobs AS j ON j.id = p.id
     WHERE j.state = 'active' AND j.owner = ANY($1::uuid[]) ORDER BY j.id`,
    [workerIds],
  );
  return rows.map(({ id }) => id);
}
