import type { Database } from './database.ts';
import { rowsOf } from './rows-of.ts';

const BATCH_ROWS = 5_000;

/**
 * Deletes the rows of a table that `condition` ($1 … are `values`) holds for, some thousand at a time so that nobody waits long
 * for a lock, and gives how many there were. Table and condition are SQL as it stands. Throws the signal's reason between
 * two batches; what is deleted by then stays deleted.
 */
export async function deleteInBatches(
  database: Database,
  {
    table,
    condition,
    values,
  }: { readonly table: string; readonly condition: string; readonly values: readonly unknown[] },
  signal?: AbortSignal,
): Promise<number> {
  const text = `DELETE FROM ${table} WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM ${table} WHERE ${condition} LIMIT ${BATCH_ROWS} FOR UPDATE SKIP LOCKED)) RETURNING 1`;
  let deleted = 0;
  for (;;) {
    signal?.throwIfAborted();
    const { length } = await rowsOf(database, text, values);
    deleted += length;
    if (length < BATCH_ROWS) return deleted;
  }
}
