import type { Database } from '../../db/database.ts';
import { rowsOf } from '../../db/rows-of.ts';

const MIN_KEPT_MS = 86_400_000;

/**
 * Deletes what is known of due times decided on longer ago than `olderThanMs` milliseconds, and gives how many. The
 * last day is always kept: a clock that is set back must find that they were fired.
 */
export async function pruneDueTimes(database: Database, olderThanMs: number): Promise<number> {
  const [row] = await rowsOf<{ pruned: number }>(
    database,
    `WITH pruned AS (
       DELETE FROM nightshift.schedule_due WHERE decided_at < now() - $1 * interval '1 ms' RETURNING 1)
     SELECT count(*)::integer AS pruned FROM pruned`,
    [Math.max(olderThanMs, MIN_KEPT_MS)],
  );
  return row?.pruned ?? 0;
}
