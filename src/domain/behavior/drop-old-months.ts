import type { Database } from '../../db/database.ts';
import { deleteInBatches } from '../../db/delete-in-batches.ts';
import { rowsOf } from '../../db/rows-of.ts';
import { sessionOf } from '../../db/session-of.ts';

/** Drops the months of behaviour events whose last day is older than `days`, and gives their names (`202611`), the oldest first. */
export async function dropOldMonths(
  database: Database,
  days: number,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const rows = await rowsOf<{ name: string }>(
    database,
    `SELECT right(c.relname, 6) AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = 'app.behavior_events'::regclass AND c.relname ~ '^behavior_events_[0-9]{6}$'
       AND to_timestamp(right(c.relname, 6) || '+00', 'YYYYMMTZH') + interval '1 month' < now() - $1::int * interval '1 day'
     ORDER BY 1`,
    [days],
  );
  for (const { name } of rows) {
    signal?.throwIfAborted();
    await dropMonth(database, name);
  }
  // What came with a date before all partitions.
  const condition = `occurred_at < now() - $1::int * interval '1 day'`;
  await deleteInBatches(
    database,
    { table: 'app.behavior_events_default', condition, values: [days] },
    signal,
  );
  return rows.map(({ name }) => name);
}

function dropMonth(database: Database, name: string): Promise<void> {
  return database.transaction(async (trx) => {
    const session = sessionOf(trx);
    // Rather not now than holding up everybody behind a long reader: the next night will do.
    await session.query(`SELECT set_config('lock_timeout', '2s', true)`);
    await session.query(`DROP TABLE app.behavior_events_${name}`);
  });
}
