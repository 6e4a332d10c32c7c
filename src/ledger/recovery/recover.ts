import type { Database } from '../../db/database.ts';
import type { Recovered } from '../ledger.ts';
import { findOrphansOfQueue } from './find-orphans.ts';
import { releaseOrphans } from './release-orphans.ts';
import { type RecoveryScope, repeatPublished } from './repeat-published.ts';

/** Recovery reads whole queues. */
const TIMEOUT_MS = 300_000;

/** Brings back what a broker forgot, and notes in the ledger how much that was, if anything. */
export async function recover(database: Database, scope: RecoveryScope, why: string): Promise<Recovered> {
  const patient = database.withTimeout(TIMEOUT_MS);
  const released = await releaseOrphans(patient, await findOrphansOfQueue(patient, scope));
  const repeated = await repeatPublished(patient, scope);
  if (repeated + released > 0) {
    await database.query(
      'INSERT INTO nightshift.recoveries (queue, why, repeated, released) VALUES ($1, $2, $3, $4)',
      [scope.queue, why, repeated, released],
    );
  }
  return { repeated, released };
}
