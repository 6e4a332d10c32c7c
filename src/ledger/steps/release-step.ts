import type { Fence } from '../ledger.ts';
import type { Session } from '../session.ts';

/** Forgets a step whose effect did not happen, if this run is the one that claimed it. */
export async function releaseStep(session: Session, { id, run }: Fence, name: string): Promise<void> {
  await session.query(
    `DELETE FROM nightshift.steps WHERE job_id = $1 AND name = $2 AND run = $3 AND state <> 'done'`,
    [id, name, run],
  );
}
