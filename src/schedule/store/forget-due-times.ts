import type { Database } from '../../db/database.ts';
import { deleteInBatches } from '../../db/delete-in-batches.ts';

/**
 * Forgets what became of due times that were decided longer ago than `days`. The next due time of a schedule is kept apart and
 * only moves on, so none of these can fire again.
 */
export function forgetDueTimes(database: Database, days: number, signal?: AbortSignal): Promise<number> {
  const condition = `decided_at < now() - $1::int * interval '1 day'`;
  return deleteInBatches(database, { table: 'nightshift.schedule_due', condition, values: [days] }, signal);
}
