import type { Fence } from '../ledger.ts';
import type { Session } from '../session.ts';

/** Notes that a worker process runs nothing beside this job, so that its death would be this job's. */
export async function markAlone(session: Session, { id }: Fence, workerId: string): Promise<void> {
  await session.query('UPDATE nightshift.workers SET alone = $2 WHERE id = $1', [workerId, id]);
}
