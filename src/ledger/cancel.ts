import type { Database } from '../db/database.ts';
import { rowsOf } from '../db/rows-of.ts';
import { sessionOf } from '../db/session-of.ts';
import { isEnded, type JobState } from '../job/job-state.ts';
import { CHANNELS } from './channels.ts';
import { endJobs } from './end/end-jobs.ts';
import type { CancelAnswer } from './ledger.ts';
import type { Session } from './session.ts';

/** Ends what waits, and asks the owners of what runs. */
export async function cancel(
  database: Database,
  ids: readonly string[],
  reason: string,
): Promise<readonly CancelAnswer[]> {
  if (ids.length === 0) return [];
  const states = await database.transaction((trx) => cancelLocked(sessionOf(trx), ids, reason));
  return ids.map((id) => toAnswer(states.get(id)));
}

async function cancelLocked(
  session: Session,
  ids: readonly string[],
  reason: string,
): Promise<ReadonlyMap<string, JobState>> {
  const rows = await rowsOf<{ id: string; state: JobState; queue: string }>(
    session,
    'SELECT id, state, queue FROM nightshift.jobs WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE',
    [ids],
  );
  const waiting = rows.filter(({ state }) => state === 'waiting');
  const active = rows.filter(({ state }) => state === 'active');
  await endJobs(
    session,
    waiting.map(({ id }) => id),
    { from: 'waiting', to: 'cancelled', reason },
  );
  await noteCancellation(session, [...new Set(waiting.map(({ queue }) => queue))]);
  await askOwners(
    session,
    active.map(({ id }) => id),
    reason,
  );
  await session.query(`SELECT pg_notify('${CHANNELS.workers}', '')`);
  return new Map(rows.map(({ id, state }) => [id, state]));
}

/** The messages of waiting jobs are still in the broker; from now on claims of these queues are waited for. */
async function noteCancellation(session: Session, queues: readonly string[]): Promise<void> {
  if (queues.length === 0) return;
  await session.query(
    `INSERT INTO nightshift.queue_cancellations (queue) SELECT unnest($1::text[])
     ON CONFLICT (queue) DO UPDATE SET last_at = now()`,
    [queues.toSorted()],
  );
}

async function askOwners(session: Session, ids: readonly string[], reason: string): Promise<void> {
  if (ids.length === 0) return;
  await session.query('UPDATE nightshift.jobs SET cancel_asked = $2 WHERE id = ANY($1::uuid[])', [
    ids,
    reason,
  ]);
}

function toAnswer(state: JobState | undefined): CancelAnswer {
  if (state === undefined) return 'unknown';
  if (state === 'active') return 'asked';
  return isEnded(state) ? 'ended' : 'cancelled';
}
