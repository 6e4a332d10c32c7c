import type { Json } from '../../job/json.ts';
import { jsonText } from '../json-text.ts';
import type { Fence } from '../ledger.ts';
import type { Session } from '../session.ts';

/** Remembers what a step gave, if this run is the one that claimed it. */
export async function finishStep(
  session: Session,
  { id, run }: Fence,
  { name, result }: { readonly name: string; readonly result: Json | undefined },
): Promise<void> {
  await session.query(
    `UPDATE nightshift.steps SET state = 'done', result = $4, done_at = now()
     WHERE job_id = $1 AND name = $2 AND run = $3`,
    [id, name, run, result === undefined ? null : jsonText(result)],
  );
}
