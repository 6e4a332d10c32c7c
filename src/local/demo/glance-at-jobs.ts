import type { Database } from '../../db/database.ts';
import { rowsOf } from '../../db/rows-of.ts';
import type { VisibleJobState } from '../../job/job-state.ts';

/** What the ledger says of a job now. */
export interface Glance {
  readonly id: string;
  readonly state: VisibleJobState;
  readonly attempt: number;
  readonly result: unknown;
  /** Why it failed, waits again or was cancelled. */
  readonly why: string | undefined;
}

/** Looks at jobs by their ids; those that have no row (unrecorded queues) are missing from the answer. */
export async function glanceAtJobs(
  database: Database,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Glance>> {
  const rows = await rowsOf<Omit<Glance, 'why'> & { why: string | null }>(database, text, [ids]);
  return new Map(rows.map((row) => [row.id, { ...row, why: row.why ?? undefined }]));
}

// What waits without an outbox row is with a broker.
const text = `
SELECT id, attempt, result, coalesce(error ->> 'message', error_text, reason) AS why,
  CASE WHEN state = 'waiting' AND NOT EXISTS (SELECT FROM nightshift.outbox o WHERE o.id = j.id)
    THEN 'published' ELSE state END AS state
FROM nightshift.jobs j WHERE id = ANY($1::uuid[])`;
