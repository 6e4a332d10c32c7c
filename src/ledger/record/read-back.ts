import { rowsOf } from '../../db/rows-of.ts';
import type { Session } from '../session.ts';
import type { ToldOutcome } from './told-outcome.ts';

/**
 * Which of these were recorded by an earlier call whose answer got lost: the same worker told the same outcome of the
 * same run.
 */
export async function readBack(
  session: Session,
  told: readonly ToldOutcome[],
  workerId: string,
): Promise<readonly number[]> {
  if (told.length === 0) return [];
  const asked = told.map(({ position, id, run, outcome }) => ({ position, id, run, outcome }));
  const rows = await rowsOf<{ position: number }>(
    session,
    `SELECT t.position FROM json_to_recordset($1) AS t(position integer, id uuid, run integer, outcome text)
     JOIN nightshift.attempts AS a ON a.job_id = t.id AND a.run = t.run AND a.outcome = t.outcome
     WHERE a.worker = $2`,
    [JSON.stringify(asked), workerId],
  );
  return rows.map(({ position }) => position);
}
