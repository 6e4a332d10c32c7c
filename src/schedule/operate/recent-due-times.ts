import type { Database } from '../../db/database.ts';
import { rowsOf } from '../../db/rows-of.ts';
import type { JobState } from '../../job/job-state.ts';
import { getSchedule } from './get-schedule.ts';

/** A due time that was decided on, or a run by hand. */
export interface RecentDueTime {
  readonly dueAt: Date;
  readonly decidedAt: Date;
  readonly decision: 'fired' | 'by-hand' | 'missed' | 'overlap';
  readonly jobId: string | null;
  /** `null` when there is no job, or no longer. */
  readonly jobState: JobState | null;
  readonly isLate: boolean;
  readonly isCatchUp: boolean;
  /** Of `missed`: how many due times, at least, up to this one were passed over. */
  readonly missed: number;
  readonly by: string | null;
}

/** What became of a schedule's last due times, the newest first. @throws UnknownScheduleError */
export async function recentDueTimes(
  database: Database,
  name: string,
  { count }: { readonly count: number },
): Promise<readonly RecentDueTime[]> {
  await getSchedule(database, name);
  return rowsOf<RecentDueTime>(
    database,
    `SELECT due_at AS "dueAt", decided_at AS "decidedAt", decision, job_id AS "jobId", j.state AS "jobState",
       d.is_late AS "isLate", d.is_catch_up AS "isCatchUp", missed, by
     FROM nightshift.schedule_due d LEFT JOIN nightshift.jobs j ON j.id = d.job_id
     WHERE d.schedule = $1 ORDER BY due_at DESC LIMIT $2`,
    [name, count],
  );
}
