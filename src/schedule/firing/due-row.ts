import { rowsOf } from '../../db/rows-of.ts';
import type { Session } from '../../ledger/session.ts';
import { IS_FIREABLE, WITH_CLOCK } from '../store/fireable.ts';
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

/**
 * Locks schedules with a due time that has come, passing over those that another scheduler has locked and those that
 * are held back for a job that still runs. A scheduler that is frozen in the middle loses its locks after 5 s, for then
 * the server ends its session.
 */
export function takeDueRows(session: Session, request: DueRowRequest): Promise<readonly DueRow[]> {
  return rowsOf<DueRow>(
    session,
    `${WITH_CLOCK}
     SELECT name, definition, template, override, next_due_at AS "nextDueAt", last_job_id AS "lastJobId",
       waits_for AS "waitsFor", (SELECT floor(extract(epoch FROM now) * 1000)::float8 FROM clock) AS "nowMs",
       set_config('idle_in_transaction_session_timeout', '5s', true)
     FROM nightshift.schedules WHERE ${IS_FIREABLE} AND ($3::text IS NULL OR name = $3) ORDER BY next_due_at LIMIT $2 FOR UPDATE SKIP LOCKED`,
    [request.nowMs ?? null, request.limit, request.name ?? null],
  );
}

/** The names of all schedules with a due time that has come, locked or not. */
export async function findDueNames(session: Session, nowMs?: number): Promise<readonly string[]> {
  const rows = await rowsOf<{ name: string }>(
    session,
    `${WITH_CLOCK} SELECT name FROM nightshift.schedules WHERE ${IS_FIREABLE} ORDER BY next_due_at`,
    [nowMs ?? null],
  );
  return rows.map(({ name }) => name);
}
