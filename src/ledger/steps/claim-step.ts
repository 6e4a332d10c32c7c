import { rowsOf } from '../../db/rows-of.ts';
import type { Json } from '../../job/json.ts';
import type { Fence, StepAnswer } from '../ledger.ts';
import type { Session } from '../session.ts';

/** Notes that this run is about to begin a step; whoever finds the note later knows that the effect may have happened. */
export async function claimStep(
  session: Session,
  { id, publication, run }: Fence,
  name: string,
): Promise<StepAnswer> {
  const [row] = await rowsOf<StepRow>(session, CLAIM_STEP, [id, publication, run, name]);
  if (!row) return { kind: 'refused' };
  if (row.state !== 'done') return { kind: row.state };
  return { kind: 'done', result: row.is_void ? undefined : row.result };
}

interface StepRow {
  readonly state: 'claimed' | 'done' | 'unknown';
  readonly result: Json;
  readonly is_void: boolean;
}

const CLAIM_STEP = `
WITH fenced AS (
  SELECT id FROM nightshift.jobs
  WHERE id = $1 AND publication = $2 AND state = 'active' AND run = $3
  FOR SHARE
)
INSERT INTO nightshift.steps AS s (job_id, name, state, run)
SELECT id, $4, 'claimed', $3 FROM fenced
ON CONFLICT (job_id, name) DO UPDATE SET
  state = CASE WHEN s.state = 'done' OR s.run = excluded.run THEN s.state ELSE 'unknown' END,
  run = CASE WHEN s.state = 'done' THEN s.run ELSE excluded.run END
RETURNING s.state, s.result, s.result IS NULL AS is_void`;
