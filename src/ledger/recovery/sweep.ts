import type { Database } from '../../db/database.ts';
import { rowsOf } from '../../db/rows-of.ts';
import type { Recovered } from '../ledger.ts';
import { recover } from './recover.ts';

const HOUR_MS = 3_600_000;

/** How many messages of a queue its broker has, delivered ones included; `undefined` when it cannot tell. */
export type HeldBy = (queue: string) => Promise<number | undefined>;

/**
 * Looks for jobs older than an hour that no broker will ever deliver. A queue whose broker has as many messages as the ledger
 * believes is only long, and is left alone.
 */
export async function sweep(database: Database, heldBy: HeldBy): Promise<ReadonlyMap<string, Recovered>> {
  const recovered = new Map<string, Recovered>();
  for (const { queue, old, all } of await countOut(database)) {
    const held = await heldBy(queue).catch(() => undefined);
    if (old === 0 || (held !== undefined && held >= all)) continue;
    recovered.set(queue, await recover(database, { queue, olderThanMs: HOUR_MS }, 'sweep'));
  }
  return recovered;
}

/** Per queue: jobs that a broker should have, and those of them that are older than an hour. */
function countOut(
  database: Database,
): Promise<readonly { readonly queue: string; readonly old: number; readonly all: number }[]> {
  return rowsOf(
    database.withTimeout(300_000),
    `SELECT j.queue, count(*)::integer AS all,
       count(*) FILTER (WHERE j.created_at <= now() - interval '1 hour')::integer AS old
     FROM nightshift.jobs AS j
     WHERE j.state = 'active' OR j.state = 'waiting'
       AND NOT EXISTS (SELECT FROM nightshift.outbox AS o WHERE o.id = j.id)
     GROUP BY j.queue`,
  );
}
