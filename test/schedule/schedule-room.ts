import type { Database } from '../../src/db/database.ts';
import { openDatabase } from '../../src/db/open-database.ts';
import { rowsOf } from '../../src/db/rows-of.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import type { Schedule } from '../../src/schedule/definition/define-schedule.ts';
import { codedSchedule } from '../../src/schedule/store/stored-schedule.ts';
import { type SyncReport, syncSchedules } from '../../src/schedule/store/sync-schedules.ts';
import { migratedDatabase } from '../servers/migrated-database.ts';
import { registry } from './note-jobs.ts';

/** A clock that goes only when it is told to. */
export class HandClock {
  #nowMs: number;

  constructor(time: string) {
    this.#nowMs = Date.parse(time);
  }

  nowMs(): number {
    return this.#nowMs;
  }

  goTo(time: string): void {
    this.#nowMs = Date.parse(time);
  }

  goOn(ms: number): void {
    this.#nowMs += ms;
  }
}

/** A row of `schedule_due` with what its job knows of it. */
export interface DueTime {
  readonly schedule: string;
  readonly dueAt: string;
  readonly decision: string;
  readonly isLate: boolean;
  readonly isCatchUp: boolean;
  readonly missed: number;
  readonly by: string | null;
  readonly job: { readonly id: string; readonly state: string; readonly payload: unknown } | null;
}

/** The database of one test file, and what tests look at in it. */
export interface ScheduleRoom {
  readonly url: string;
  readonly database: Database;
  readonly ledger: ReturnType<typeof openLedger>;
  store(schedules: readonly Schedule[], clock?: HandClock): Promise<SyncReport>;
  dueTimes(schedule: string): Promise<readonly DueTime[]>;
  row(schedule: string): Promise<Readonly<Record<string, unknown>>>;
  /** What was decided about each due time: `13:00:00 fired`. */
  decisions(schedule: string): Promise<readonly string[]>;
  /** Forgets all schedules and due times. */
  clear(): Promise<void>;
  setState(jobIds: readonly string[], state: string): Promise<void>;
  close(): Promise<void>;
}

export async function openScheduleRoom(): Promise<ScheduleRoom> {
  const { url, drop } = await migratedDatabase();
  const database = openDatabase({ url });
  const dueTimes = (schedule: string) => rowsOf<DueTime>(database, DUE_TIMES, [schedule]);
  return {
    url,
    database,
    ledger: openLedger(database),
    store: (schedules, clock) =>
      syncSchedules(
        database,
        schedules.map((schedule) => codedSchedule(schedule, registry)),
        { registry, maxPayloadBytes: 65_536, clock },
      ),
    dueTimes,
    decisions: async (schedule) =>
      (await dueTimes(schedule)).map(({ dueAt, decision }) => `${dueAt.slice(11, 19)} ${decision}`),
    clear: async () => {
      await database.query('DELETE FROM nightshift.schedules');
      await database.query('DELETE FROM nightshift.schedule_due');
    },
    row: async (schedule) => {
      const rows = await rowsOf<Record<string, unknown>>(
        database,
        'SELECT * FROM nightshift.schedules WHERE name = $1',
        [schedule],
      );
      return rows[0] ?? {};
    },
    setState: async (jobIds, state) => {
      await database.query('UPDATE nightshift.jobs SET state = $2 WHERE id = ANY($1)', [jobIds, state]);
    },
    close: async () => {
      await database.close();
      await drop();
    },
  };
}

const DUE_TIMES = `
SELECT d.schedule, to_char(d.due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "dueAt", d.decision,
  d.is_late AS "isLate", d.is_catch_up AS "isCatchUp", d.missed, d.by,
  CASE WHEN j.id IS NOT NULL THEN json_build_object('id', j.id, 'state', j.state, 'payload', j.payload) END AS job
FROM nightshift.schedule_due d LEFT JOIN nightshift.jobs j ON j.id = d.job_id
WHERE d.schedule = $1 ORDER BY d.due_at`;
