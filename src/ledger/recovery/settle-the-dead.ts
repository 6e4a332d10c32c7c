import type { Database } from '../../db/database.ts';
import { rowsOf } from '../../db/rows-of.ts';
import { findOrphansOfWorkers } from './find-orphans.ts';
import { releaseOrphans } from './release-orphans.ts';

/** A dead worker's messages are redelivered long before this is over, in seconds; what is left then never will be. */
const SUSPECTED_SECONDS = 45;

/**
 * Releases the jobs of dead workers that no broker redelivered. After an outage of PostgreSQL every lease is over, so a
 * worker is only suspected at first, and cleared by its next beat. Gives how many jobs were released.
 */
export async function settleTheDead(database: Database): Promise<number> {
  await database.query(
    `UPDATE nightshift.workers SET suspected_at = now()
     WHERE lease_until <= now() AND suspected_at IS NULL AND NOT is_settled`,
  );
  const dead = await rowsOf<{ id: string }>(
    database,
    `SELECT id FROM nightshift.workers
     WHERE lease_until <= now() AND suspected_at <= now() - $1 * interval '1 s' AND NOT is_settled`,
    [SUSPECTED_SECONDS],
  );
  if (dead.length === 0) return 0;
  const ids = dead.map(({ id }) => id);
  const released = await releaseOrphans(
    database,
    await findOrphansOfWorkers(database.withTimeout(60_000), ids),
  );
  await database.query(
    'UPDATE nightshift.workers SET is_settled = true WHERE id = ANY($1::uuid[]) AND lease_until <= now()',
    [ids],
  );
  if (released > 0) await note(database, released);
  return released;
}

async function note(database: Database, released: number): Promise<void> {
  await database.query(
    `INSERT INTO nightshift.recoveries (queue, why, repeated, released)
     VALUES ('*', 'their worker died and nothing was redelivered', 0, $1)`,
    [released],
  );
}
