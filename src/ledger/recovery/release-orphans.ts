import type { Database } from '../../db/database.ts';
import { rowsOf } from '../../db/rows-of.ts';
import { sessionOf } from '../../db/session-of.ts';
import { CHANNELS } from '../channels.ts';
import { endJobs } from '../end/end-jobs.ts';
import type { Session } from '../session.ts';

const BATCH_ROWS = 500;

/**
 * Gives active jobs of dead owners a new publication, because no redelivery will come for the old one; those whose cancellation was
 * asked for end instead. Jobs of live owners are never touched. Gives how many were released.
 */
export async function releaseOrphans(database: Database, candidates: readonly string[]): Promise<number> {
  let released = 0;
  for (let start = 0; start < candidates.length; start += BATCH_ROWS) {
    const ids = candidates.slice(start, start + BATCH_ROWS);
    released += await database.transaction((trx) => releaseBatch(sessionOf(trx), ids));
  }
  return released;
}

async function releaseBatch(session: Session, candidates: readonly string[]): Promise<number> {
  // First the locks and then the look: a row that was waited for may have another owner by now.
  await session.query('SELECT FROM nightshift.jobs WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE', [
    candidates,
  ]);
  const orphans = await rowsOf<{ id: string; cancel_asked: string | null }>(session, ORPHANS, [candidates]);
  const cancelled = orphans.filter(({ cancel_asked: asked }) => asked !== null).map(({ id }) => id);
  const released = orphans.filter(({ cancel_asked: asked }) => asked === null).map(({ id }) => id);
  await endJobs(session, cancelled, { from: 'active', to: 'cancelled' });
  if (released.length > 0) await session.query(RELEASE, [released]);
  return released.length;
}

const ORPHANS = `
SELECT j.id, j.cancel_asked FROM nightshift.jobs AS j LEFT JOIN nightshift.workers AS w ON w.id = j.owner
WHERE j.id = ANY($1::uuid[]) AND j.state = 'active' AND coalesce(w.lease_until <= clock_timestamp(), true)`;

const RELEASE = `
WITH noted AS (
  INSERT INTO nightshift.attempts (job_id, run, publication, attempt, worker, started_at, duration_ms, outcome)
  SELECT id, run, publication, attempt, owner, coalesce(started_at, now()),
    least(extract(epoch FROM now() - coalesce(started_at, now())) * 1000, 2e9), 'lost'
  FROM nightshift.jobs WHERE id = ANY($1::uuid[])
  ON CONFLICT DO NOTHING
), released AS (
  UPDATE nightshift.jobs AS j SET state = 'waiting', publication = j.publication + 1, owner = NULL
  WHERE j.id = ANY($1::uuid[])
  RETURNING j.id, j.publication, j.queue
), boxed AS (
  INSERT INTO nightshift.outbox AS o (id, publication, queue, due_at)
  SELECT id, publication, queue, now() FROM released
  ON CONFLICT (id) DO UPDATE SET publication = excluded.publication, due_at = excluded.due_at, is_repeat = false,
    turn_rank = NULL, turn_name = NULL
)
SELECT pg_notify('${CHANNELS.due}', '')`;
