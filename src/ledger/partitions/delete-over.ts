import type { Database } from '../../db/database.ts';
import { rowsOf } from '../../db/rows-of.ts';
import { IS_OVER, type Retention } from './retention.ts';

const BATCH_ROWS = 2_000;

/** Deletes the jobs of one partition that are past their time, with their attempts and steps; gives how many. */
export async function deleteOver(
  database: Database,
  partition: string,
  { completedMs, closedMs }: Retention,
): Promise<number> {
  let deleted = 0;
  for (;;) {
    const rows = await rowsOf(database, deleteStatement(partition), [completedMs, closedMs]);
    deleted += rows.length;
    if (rows.length < BATCH_ROWS) return deleted;
  }
}

function deleteStatement(partition: string): string {
  return `
WITH over AS (
  SELECT id FROM nightshift.${partition} AS j WHERE ${IS_OVER} LIMIT ${BATCH_ROWS} FOR UPDATE SKIP LOCKED
), deleted AS (
  DELETE FROM nightshift.${partition} AS j USING over WHERE j.id = over.id RETURNING j.id
), without_attempts AS (
  DELETE FROM nightshift.attempts AS a USING deleted WHERE a.job_id = deleted.id
), without_steps AS (
  DELETE FROM nightshift.steps AS s USING deleted WHERE s.job_id = deleted.id
)
SELECT id FROM deleted`;
}
