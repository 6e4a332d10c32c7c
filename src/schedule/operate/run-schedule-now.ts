import type { Database } from '../../db/database.ts';
import { sessionOf } from '../../db/session-of.ts';
import { newJobId } from '../../job/job-id.ts';
import type { Accepted, Ledger } from '../../ledger/ledger.ts';
import { RemovedScheduleError } from '../definition/schedule-errors.ts';
import { readNowMs } from '../store/read-now.ts';
import { getSchedule } from './get-schedule.ts';

/**
 * Enqueues a schedule's job at once, with now as its due time, whether the schedule is paused or its last job still
 * runs. Its due times stay as they are.
 *
 * @throws UnknownScheduleError, RemovedScheduleError
 */
export function runScheduleNow(
  { database, ledger }: { readonly database: Database; readonly ledger: Pick<Ledger, 'accept'> },
  name: string,
  { by }: { readonly by: string },
): Promise<Accepted> {
  return database.transaction(async (trx) => {
    const session = sessionOf(trx);
    const { template, isRemoved } = await getSchedule(session, name);
    if (isRemoved) throw new RemovedScheduleError(name);
    const dueAt = new Date(await readNowMs(session));
    const job = { ...template, id: newJobId(dueAt.getTime()) };
    const schedule = { name, dueAt, isLate: false, isCatchUp: false };
    const [accepted = { id: job.id, isDuplicate: false }] = await ledger.accept(
      [{ ...job, schedule }],
      session,
    );
    await session.query(
      `INSERT INTO nightshift.schedule_due (schedule, due_at, decision, job_id, by) VALUES ($1, $2, 'by-hand', $3, $4)
       ON CONFLICT DO NOTHING`,
      [name, dueAt, accepted.id, by],
    );
    await session.query(
      'UPDATE nightshift.schedules SET last_job_id = $2, last_fired_at = now() WHERE name = $1',
      [name, accepted.id],
    );
    return accepted;
  });
}
