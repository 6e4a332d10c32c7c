import { CHANNELS } from '../channels.ts';
import type { Session } from '../session.ts';

/** Stops every worker from taking jobs of a queue, within a second; what runs goes on. */
export async function pauseQueue(session: Session, queue: string, by: string): Promise<void> {
  await session.query(
    'INSERT INTO nightshift.queue_pauses (queue, paused_by) VALUES ($1, $2) ON CONFLICT (queue) DO NOTHING',
    [queue, by],
  );
  await session.query(`SELECT pg_notify('${CHANNELS.workers}', '')`);
}

export async function resumeQueue(session: Session, queue: string): Promise<void> {
  await session.query('DELETE FROM nightshift.queue_pauses WHERE queue = $1', [queue]);
  await session.query(`SELECT pg_notify('${CHANNELS.workers}', '')`);
}

export async function isQueuePaused(session: Session, queue: string): Promise<boolean> {
  const { rows } = await session.query('SELECT FROM nightshift.queue_pauses WHERE queue = $1', [queue]);
  return rows.length > 0;
}
