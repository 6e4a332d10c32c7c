import type { Session } from '../session.ts';

/** Ends a worker's lease now: what it still owned may be taken over at once. */
export async function leave(session: Session, workerId: string): Promise<void> {
  await session.query(
    `UPDATE nightshift.workers SET lease_until = now(), left_at = now(), running = '{}', alone = NULL WHERE id = $1`,
    [workerId],
  );
}
