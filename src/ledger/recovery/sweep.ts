import type { Database } from '../../db/database.ts';
import { rowsOf } from '../../db/rows-of.ts';
import type { Recovered } from '../ledger.ts';
import { recover } from './recover.ts';

const HOUR_MS = 3_600_000;

/** How many messages of a queue its broker has, delivered ones included; `undefined` when it cannot tell. */
export type HeldBy = (queue: string) => Promise<number | undefined>;

/**
 * Looks for jobs that were published more than an hour ago and that no broker will ever deliver. A queue whose broker has as many messages as the ledger
 * believes is only long, and is left alone.
 */
export async function sweep(database: Database, heldBy: HeldBy): Promise<ReadonlyMap<string, Recovered>> {
  const recovered = new Map<string, Recovered>();
  await tidy(database.withTimeout(300_000));
  for (const { queue, old, all } of await countOut(database)) {
    const held = await heldBy(queue).catch(() => undefined);
    if (old === 0 || (held !== undefined && held >= all)) continue;
    recovered.set(queue, await recover(database, { queue, olderThanMs: HOUR_MS }, 'sweep'));
  }
  return recovered;
}

/** Per queue: what its broker should have, and how much of it for longer than an hour. */
function countOut(
  database: Database,
): Promise<readonly { readonly queue: string; readonly old: number; readonly all: number }[]> {
  return rowsOf(
    database,
    `SELECT queue, count(*)::integer AS all,
       count(*) FILTER (WHERE published_at <= now() - interval '1 hour')::integer AS old
     FROM nightshift.published GROUP BY queue`,
  );
}

/**
 * A mark and a record at the same instant can leave a row behind whose job has ended. That a job is open without
 * any row cannot happen, and if it did it would be lost; so here every job is looked at.
 */
async function tidy(database: Database): Promise<void> {
  await database.query(
    `DELETE FROM nightshift.published AS p USING nightshift.jobs AS j
     WHERE j.id = p.id AND j.state NOT IN ('waiting', 'active')`,
  );
  await database.query(
    `INSERT INTO nightshift.published (id, queue, published_at, turn_name)
     SELECT j.id, j.queue, j.created_at, CASE WHEN j.takes_turns THEN j.name END FROM nightshift.jobs AS j
     WHERE j.state IN ('waiting', 'active')
       AND NOT EXISTS (SELECT FROM nightshift.outbox AS o WHERE o.id = j.id)
       AND NOT EXISTS (SELECT FROM nightshift.published AS p WHERE p.id = j.id)
     ON CONFLICT (id) DO NOTHING`,
  );
}
