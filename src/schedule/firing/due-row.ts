import { rowsOf } from '../../db/rows-of.ts';
import type { Session } from '../../ledger/session.ts';
import type { JobTemplate, Override, StoredDefinition } from '../store/stored-schedule.ts';

/** A schedule with a due time that has come, locked for this transaction. */
export interface DueRow {
  readonly name: string;
  readonly definition: StoredDefinition;
  readonly template: JobTemplate;
  readonly override: Override | null;
  readonly nextDueAt: Date;
  readonly nowMs: number;
  readonly lastJobId: string | null;
  readonly waitsFor: string | null;
}

/** Which due rows to take: the earliest, or the one of that name. */
export interface DueRowRequest {
  readonly limit: number;
  readonly name?: string | undefined;
  /** Default: the database's clock. */
  readonly nowMs?: number | undefined;
}

/** Due, and not held back for a job that still runs. `$1` is the time, when it is not to be the database's. */
const DUE = `FROM nightshift.schedules s,
  (SELECT coalesce(to_timestamp($1::float8 / 1000), clock_timestamp()) AS now) AS clock
WHERE next_due_at <= clock.now AND paused_at IS NULL AND removed_at IS NULL AND NOT EXISTS (
  SELECT FROM nightshift.jobs j WHERE j.id = s.waits_for AND j.state IN ('waiting', 'active'))`;

/**
 * Locks schedules with a due time that has come, passing over those that another scheduler has locked. A scheduler
 * that is frozen in the middle loses its locks after 5 s, for then the server ends its session.
 */
export function takeDueRows(session: Session, request: DueRowRequest): Promise<readonly DueRow[]> {
  return rowsOf<DueRow>(
    session,
    `SELECT s.name, definition, template, override, next_due_at AS "nextDueAt", last_job_id AS "lastJobId",
       waits_for AS "waitsFor", floor(extract(epoch FROM clock.now) * 1000)::float8 AS "nowMs",
       set_config('idle_in_transaction_session_timeout', '5s', true)
     ${DUE} AND ($3::text IS NULL OR s.name = $3) ORDER BY next_due_at LIMIT $2 FOR UPDATE OF s SKIP LOCKED`,
    [request.nowMs ?? null, request.limit, request.name ?? null],
  );
}

/** The names of all schedules with a due time that has come, locked or not. */
export async function findDueNames(session: Session, nowMs?: number): Promise<readonly string[]> {
  const rows = await rowsOf<{ name: string }>(session, `SELECT s.name ${DUE} ORDER BY next_due_at`, [
    nowMs ?? null,
  ]);
  return rows.map(({ name }) => name);
}
