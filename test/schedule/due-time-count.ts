import { rowsOf } from '../../src/db/rows-of.ts';
import type { Session } from '../../src/ledger/session.ts';

/** What is wrong with the due times of schedules that are due every second; all lists are empty when nothing is. */
export interface DueTimeFaults {
  /** Seconds without a row, from a schedule's first row to its last. */
  readonly missing: readonly string[];
  /** Rows without exactly one job, and jobs of a schedule without a row. */
  readonly mismatched: readonly string[];
  /** Jobs that have a due time in common. */
  readonly doubled: readonly string[];
}

/** Compares rows, jobs and seconds, up to a due time. */
export async function findFaults(session: Session, upTo: Date): Promise<DueTimeFaults> {
  const [faults] = await rowsOf<DueTimeFaults>(session, FAULTS, [upTo]);
  if (!faults) throw new Error('the statement has one row');
  return faults;
}

/** How many due times were fired. */
export async function countFired(session: Session): Promise<number> {
  const [row] = await rowsOf<{ fired: number }>(
    session,
    `SELECT count(*)::integer AS fired FROM nightshift.schedule_due WHERE decision = 'fired'`,
  );
  return row?.fired ?? 0;
}

/** The longest time from a due time to the moment its job was accepted, in milliseconds. */
export async function findWorstLatenessMs(session: Session): Promise<number> {
  const [row] = await rowsOf<{ worst: number }>(
    session,
    `SELECT (extract(epoch FROM max(decided_at - due_at)) * 1000)::float8 AS worst FROM nightshift.schedule_due`,
  );
  return row?.worst ?? Number.NaN;
}

const FAULTS = `
WITH spans AS (
  SELECT schedule, min(due_at) AS first FROM nightshift.schedule_due GROUP BY schedule
), expected AS (
  SELECT schedule, second FROM spans, generate_series(first, $1::timestamptz, interval '1 second') AS second
)
SELECT
  ARRAY(SELECT e.schedule || ' ' || second FROM expected e
    LEFT JOIN nightshift.schedule_due d ON d.schedule = e.schedule AND d.due_at = second AND d.decision = 'fired'
    WHERE d.schedule IS NULL ORDER BY 1) AS missing,
  ARRAY(SELECT coalesce(d.schedule, j.schedule) || ' ' || coalesce(d.due_at, j.due_time)
    FROM nightshift.schedule_due d
    FULL JOIN nightshift.jobs j ON j.id = d.job_id AND j.schedule = d.schedule AND j.due_time = d.due_at
    WHERE d.schedule IS NULL OR j.id IS NULL ORDER BY 1) AS mismatched,
  ARRAY(SELECT schedule || ' ' || due_time FROM nightshift.jobs
    GROUP BY schedule, due_time HAVING count(*) > 1 ORDER BY 1) AS doubled`;
