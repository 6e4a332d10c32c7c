import { rowsOf } from '../../db/rows-of.ts';
import type { Ledger, NewJob } from '../../ledger/ledger.ts';
import type { Session } from '../../ledger/session.ts';
import type { RowPlan } from './plan-row.ts';

/**
 * Writes what was planned: claims each due time by its row, accepts the jobs of those that nobody has claimed
 * before, and moves the schedules on. All in the caller's transaction. Gives, for each planned job that was accepted,
 * the id of the job that stands for it: another one's when that holds its unique key.
 */
export async function writePlans(
  session: Session,
  ledger: Pick<Ledger, 'accept'>,
  plans: readonly RowPlan[],
): Promise<ReadonlyMap<string, string>> {
  const claimed = await claimDueTimes(session, plans);
  const jobs = plans.flatMap((plan) => plan.jobs).filter(({ id }) => claimed.has(id));
  const answers = await ledger.accept(jobs, session);
  const accepted = new Map(jobs.map(({ id }, index) => [id, answers[index]?.id ?? id]));
  await nameHolders(session, jobs, accepted);
  await moveOn(session, plans, accepted);
  return accepted;
}

async function claimDueTimes(session: Session, plans: readonly RowPlan[]): Promise<ReadonlySet<string>> {
  const rows = plans.flatMap(({ dueTimes }) => dueTimes);
  if (rows.length === 0) return new Set();
  const claimed = await rowsOf<{ jobId: string }>(
    session,
    `INSERT INTO nightshift.schedule_due (schedule, due_at, decision, job_id, is_late, is_catch_up, missed)
     SELECT schedule, "dueAt", decision, "jobId", coalesce("isLate", false), coalesce("isCatchUp", false), coalesce(missed, 0)
     FROM json_to_recordset($1) AS g(schedule text, "dueAt" timestamptz, decision text, "jobId" uuid, "isLate" boolean,
       "isCatchUp" boolean, missed integer)
     ON CONFLICT DO NOTHING RETURNING job_id AS "jobId"`,
    [JSON.stringify(rows)],
  );
  return new Set(claimed.map(({ jobId }) => jobId));
}

/** A job whose unique key another job holds is not there: its due time belongs to that one. */
async function nameHolders(
  session: Session,
  jobs: readonly NewJob[],
  accepted: ReadonlyMap<string, string>,
): Promise<void> {
  const held = jobs.flatMap(({ id, schedule }) => {
    const holder = accepted.get(id);
    return schedule && holder !== id ? [{ schedule: schedule.name, dueAt: schedule.dueAt, holder }] : [];
  });
  if (held.length === 0) return;
  await session.query(
    `UPDATE nightshift.schedule_due d SET job_id = g.holder
     FROM json_to_recordset($1) AS g(schedule text, "dueAt" timestamptz, holder uuid)
     WHERE d.schedule = g.schedule AND d.due_at = g."dueAt"`,
    [JSON.stringify(held)],
  );
}

async function moveOn(
  session: Session,
  plans: readonly RowPlan[],
  accepted: ReadonlyMap<string, string>,
): Promise<void> {
  const updates = plans.map(({ update: { lastJobId = '', ...update } }) => ({
    ...update,
    waitsFor: accepted.get(update.waitsFor ?? '') ?? update.waitsFor,
    lastJobId: accepted.get(lastJobId),
  }));
  await session.query(
    `UPDATE nightshift.schedules s SET
       next_due_at = g."nextDueAt", waits_for = g."waitsFor",
       last_due_at = coalesce(g."lastDueAt", s.last_due_at),
       last_fired_at = CASE WHEN g."lastJobId" IS NULL THEN s.last_fired_at ELSE now() END,
       last_job_id = coalesce(g."lastJobId", s.last_job_id),
       problem = coalesce(g.problem, s.problem),
       problem_at = CASE WHEN g.problem IS NULL THEN s.problem_at ELSE now() END,
       paused_why = g."pausedWhy",
       paused_by = CASE WHEN g."pausedWhy" IS NULL THEN NULL ELSE 'nightshift' END,
       paused_at = CASE WHEN g."pausedWhy" IS NULL THEN NULL ELSE now() END
     FROM json_to_recordset($1) AS g(name text, "nextDueAt" timestamptz, "waitsFor" uuid, "lastDueAt" timestamptz,
       "lastJobId" uuid, problem text, "pausedWhy" text)
     WHERE s.name = g.name`,
    [JSON.stringify(updates)],
  );
}
