import type { Database } from '../../db/database.ts';
import { sessionOf } from '../../db/session-of.ts';
import type { Clock } from '../../job/clock.ts';
import { readNowMs } from '../store/read-now.ts';
import { effectiveTiming } from '../store/stored-schedule.ts';
import { nextDueMs } from '../timing/next-due.ts';
import { getSchedule } from './get-schedule.ts';

/**
 * Fires a schedule no more until it is resumed, over deploys too. One that is paused already keeps who paused it.
 *
 * @throws UnknownScheduleError
 */
export async function pauseSchedule(
  database: Database,
  name: string,
  { by, why }: { readonly by: string; readonly why?: string | undefined },
): Promise<void> {
  await database.transaction(async (trx) => {
    const session = sessionOf(trx);
    await getSchedule(session, name);
    await session.query(
      `UPDATE nightshift.schedules SET paused_at = now(), paused_by = $2, paused_why = $3
       WHERE name = $1 AND paused_at IS NULL`,
      [name, by, why ?? null],
    );
  });
}

/**
 * Fires a schedule again, from its next due time on: what came while it was paused is not made up for. Takes back its
 * problem, if it shows one, and counts failures from now on.
 *
 * @throws UnknownScheduleError
 */
export async function resumeSchedule(database: Database, name: string, clock?: Clock): Promise<void> {
  await database.transaction(async (trx) => {
    const session = sessionOf(trx);
    const { definition, override } = await getSchedule(session, name);
    const nextMs = nextDueMs(effectiveTiming(definition, override), await readNowMs(session, clock));
    await session.query(
      `UPDATE nightshift.schedules SET
         next_due_at = CASE WHEN paused_at IS NULL THEN next_due_at ELSE $2 END,
         waits_for = CASE WHEN paused_at IS NULL THEN waits_for END,
         paused_at = NULL, paused_by = NULL, paused_why = NULL, problem = NULL, problem_at = NULL, failures_since = now()
       WHERE name = $1`,
      [name, nextMs === undefined ? null : new Date(nextMs)],
    );
  });
}
