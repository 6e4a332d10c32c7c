import type { Database } from '../../db/database.ts';
import { rowsOf } from '../../db/rows-of.ts';
import { sessionOf } from '../../db/session-of.ts';
import type { Clock } from '../../job/clock.ts';
import type { Session } from '../../ledger/session.ts';
import { readNowMs } from './read-now.ts';
import { type ChangeParts, type ScheduleChange, type StoredRow, scheduleChange } from './schedule-change.ts';
import type { CodedSchedule } from './stored-schedule.ts';

const ROWS_A_STATEMENT = 1_000;

/** What the start of a scheduler has changed, by name. */
export interface SyncReport {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/**
 * Brings the rows of all schedules to what the code says. Operators' changes and pauses stay. A schedule that is new,
 * or due by another rule than before, is next due after now; all others keep their next due time, so what was missed
 * during a deploy is made up for. Schedules that the code has no more are not fired until it has them again.
 */
export async function syncSchedules(
  database: Database,
  coded: readonly CodedSchedule[],
  parts: Omit<ChangeParts, 'nowMs'> & { readonly clock?: Clock | undefined },
): Promise<SyncReport> {
  return database.transaction(async (trx) => {
    const session = sessionOf(trx);
    // Schedulers that start at once go one after the other, or each would find the same rows missing.
    await session.query(`SELECT pg_advisory_xact_lock(hashtext('nightshift schedules'))`);
    const nowMs = await readNowMs(session, parts.clock);
    const stale = await findStale(session, coded);
    const rows = await readRows(session, stale);
    const changes = await Promise.all(
      stale.map((schedule) => scheduleChange(schedule, rows.get(schedule.name), { ...parts, nowMs })),
    );
    for (let from = 0; from < changes.length; from += ROWS_A_STATEMENT) {
      // oxlint-disable-next-line no-await-in-loop -- one connection
      await writeChanges(session, changes.slice(from, from + ROWS_A_STATEMENT));
    }
    return {
      added: stale.flatMap(({ name }) => (rows.has(name) ? [] : [name])),
      changed: stale.flatMap(({ name }) => (rows.has(name) ? [name] : [])),
      removed: await removeAllBut(session, coded),
    };
  });
}

async function findStale(session: Session, coded: readonly CodedSchedule[]): Promise<CodedSchedule[]> {
  const rows = await rowsOf<{ name: string; hash: string }>(
    session,
    'SELECT name, hash FROM nightshift.schedules WHERE removed_at IS NULL',
  );
  const hashes = new Map(rows.map(({ name, hash }) => [name, hash]));
  return coded.filter(({ name, hash }) => hashes.get(name) !== hash);
}

async function readRows(
  session: Session,
  stale: readonly CodedSchedule[],
): Promise<ReadonlyMap<string, StoredRow>> {
  const rows = await rowsOf<StoredRow>(
    session,
    `SELECT name, definition, template, override, next_due_at AS "nextDueAt", paused_at IS NOT NULL AS "isPaused",
       coalesce(removed_at < now() - interval '1 hour', false) AS "isLongRemoved"
     FROM nightshift.schedules WHERE name = ANY($1) FOR UPDATE`,
    [stale.map(({ name }) => name)],
  );
  return new Map(rows.map((row) => [row.name, row]));
}

async function writeChanges(session: Session, changes: readonly ScheduleChange[]): Promise<void> {
  await session.query(
    `INSERT INTO nightshift.schedules AS s (name, hash, definition, template, next_due_at, paused_at, paused_by, paused_why)
     SELECT name, hash, definition, template, "nextDueAt",
       CASE WHEN "pausedWhy" IS NOT NULL THEN now() END, CASE WHEN "pausedWhy" IS NOT NULL THEN 'nightshift' END, "pausedWhy"
     FROM json_to_recordset($1) AS g(
       name text, hash text, definition jsonb, template jsonb, "nextDueAt" timestamptz, "pausedWhy" text)
     ON CONFLICT (name) DO UPDATE SET
       hash = excluded.hash, definition = excluded.definition, template = excluded.template,
       next_due_at = excluded.next_due_at, removed_at = NULL, changed_at = now(),
       paused_at = coalesce(s.paused_at, excluded.paused_at), paused_by = coalesce(s.paused_by, excluded.paused_by),
       paused_why = coalesce(s.paused_why, excluded.paused_why)`,
    [JSON.stringify(changes)],
  );
}

async function removeAllBut(session: Session, coded: readonly CodedSchedule[]): Promise<readonly string[]> {
  const rows = await rowsOf<{ name: string }>(
    session,
    `UPDATE nightshift.schedules SET removed_at = now()
     WHERE removed_at IS NULL AND name <> ALL($1) RETURNING name`,
    [coded.map(({ name }) => name)],
  );
  return rows.map(({ name }) => name);
}
