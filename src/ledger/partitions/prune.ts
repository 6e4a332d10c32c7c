import type { Database } from '../../db/database.ts';
import { rowsOf } from '../../db/rows-of.ts';
import { deleteOver } from './delete-over.ts';
import { dropWeek } from './drop-week.ts';
import { forgetTheGone } from './forget-the-gone.ts';
import { DEFAULT_RETENTION, IS_OVER, type Retention } from './retention.ts';
import { type Week, weekNamed } from './week.ts';

/** What still lives in an old week is moved on when it is no more than this; moving holds up everybody for its time. */
const MAX_MOVED_ROWS = 5_000;

export interface Pruned {
  /** Weeks that were dropped, by the day they began with. */
  readonly droppedWeeks: readonly string[];
  /** Rows that were deleted one by one, because too much lives beside them. */
  readonly deletedJobs: number;
}

/** Removes what is past its time: whole weeks where it can, single rows where it must. */
export async function prune(database: Database, retention: Retention = DEFAULT_RETENTION): Promise<Pruned> {
  const patient = database.withTimeout(600_000);
  const droppedWeeks: string[] = [];
  let deletedJobs = 0;
  for (const week of await oldWeeks(patient, retention)) {
    if (await isNearlyOver(patient, week, retention)) {
      await dropWeek(patient, week, retention);
      droppedWeeks.push(week.name);
    } else {
      deletedJobs += await deleteOver(patient, `jobs_${week.name}`, retention);
    }
  }
  deletedJobs += await deleteOver(patient, 'jobs_default', retention);
  await forgetTheGone(patient);
  return { droppedWeeks, deletedJobs };
}

/** Weeks in which even the last job may be past its time. */
async function oldWeeks(database: Database, { completedMs, closedMs }: Retention): Promise<readonly Week[]> {
  const rows = await rowsOf<{ name: string; now_ms: number }>(
    database,
    `SELECT substring(c.relname FROM 6) AS name, extract(epoch FROM now())::float8 * 1000 AS now_ms
     FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
     WHERE i.inhparent = 'nightshift.jobs'::regclass AND c.relname ~ '^jobs_[0-9]{8}$' ORDER BY 1`,
  );
  const leastMs = Math.min(completedMs, closedMs);
  return rows
    .filter(({ name, now_ms: nowMs }) => weekNamed(name).endMs + leastMs < nowMs)
    .map(({ name }) => weekNamed(name));
}

async function isNearlyOver(
  database: Database,
  { name }: Week,
  { completedMs, closedMs }: Retention,
): Promise<boolean> {
  const [row] = await rowsOf<{ living: number }>(
    database,
    `SELECT count(*)::integer AS living FROM (
       SELECT FROM nightshift.jobs_${name} AS j WHERE NOT ${IS_OVER} LIMIT ${MAX_MOVED_ROWS + 1}) AS found`,
    [completedMs, closedMs],
  );
  return (row?.living ?? 0) <= MAX_MOVED_ROWS;
}
