import { rowsOf } from '../../db/rows-of.ts';
import type { JobState } from '../../job/job-state.ts';
import type { Json } from '../../job/json.ts';
import type { JobError } from '../../job/outcome.ts';
import type { Session } from '../session.ts';

/** How a job ended; what does not apply to its state is absent. */
export interface EndedJob {
  readonly state: JobState;
  readonly result?: Json;
  /** Why it failed or was cancelled. */
  readonly reason?: string;
  readonly error?: JobError;
}

/**
 * Reads how jobs ended, `undefined` for those that have not, and asks that the end of these be announced. Asking comes
 * first: an end that nobody announced is then seen.
 */
export async function readEnds(
  session: Session,
  ids: readonly string[],
): Promise<readonly (EndedJob | undefined)[]> {
  await session.query(
    `UPDATE nightshift.jobs SET is_awaited = true
     WHERE id = ANY($1::uuid[]) AND state IN ('waiting', 'active') AND NOT is_awaited`,
    [ids],
  );
  const rows = await rowsOf<EndRow>(
    session,
    `SELECT id, state, result, result IS NULL AS is_void, reason, error FROM nightshift.jobs
     WHERE id = ANY($1::uuid[]) AND state NOT IN ('waiting', 'active')`,
    [ids],
  );
  const ends = new Map(rows.map((row) => [row.id, toEnd(row)]));
  return ids.map((id) => ends.get(id));
}

interface EndRow {
  readonly id: string;
  readonly state: JobState;
  readonly result: Json;
  readonly is_void: boolean;
  readonly reason: string | null;
  readonly error: JobError | null;
}

function toEnd({ state, result, is_void: isVoid, reason, error }: EndRow): EndedJob {
  return {
    state,
    ...(!isVoid && { result }),
    ...(reason !== null && { reason }),
    ...(error && state !== 'completed' && { error }),
  };
}
