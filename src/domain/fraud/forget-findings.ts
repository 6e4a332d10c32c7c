import type { Database } from '../../db/database.ts';
import { deleteInBatches } from '../../db/delete-in-batches.ts';

/** Deletes findings that were made longer ago than `days` and that a person has decided. */
export function forgetFindings(database: Database, days: number, signal?: AbortSignal): Promise<number> {
  const condition = `status <> 'open' AND found_at < now() - $1::int * interval '1 day'`;
  return deleteInBatches(database, { table: 'app.fraud_findings', condition, values: [days] }, signal);
}
