import type { Database } from '../../db/database.ts';
import { rowsOf } from '../../db/rows-of.ts';
import type { Clock } from '../../job/clock.ts';
import { IS_FIREABLE, WITH_CLOCK } from '../store/fireable.ts';

/** What there is to do now, and when next. */
export interface Look {
  /** The database's clock, whatever the time is taken from. */
  readonly databaseNowMs: number;
  /** A due time has come, unless it is only held back for a job that still runs. */
  readonly isDue: boolean;
  /** Milliseconds until the next due time that has not come; `undefined` when none is known. */
  readonly nextInMs: number | undefined;
}

/** One look in the index of due schedules: the same whether ten or ten thousand are idle. */
export async function lookForDue(database: Database, clock?: Clock): Promise<Look> {
  const [row] = await rowsOf<{ databaseNowMs: number; isDue: boolean; nextInMs: number | null }>(
    database,
    `${WITH_CLOCK}
     SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::float8 AS "databaseNowMs",
       EXISTS (SELECT FROM nightshift.schedules WHERE ${IS_FIREABLE}) AS "isDue",
       (SELECT (extract(epoch FROM next_due_at - (SELECT now FROM clock)) * 1000)::float8 FROM nightshift.schedules
        WHERE next_due_at > (SELECT now FROM clock) AND paused_at IS NULL AND removed_at IS NULL
        ORDER BY next_due_at LIMIT 1) AS "nextInMs"`,
    [clock?.nowMs() ?? null],
  );
  return {
    databaseNowMs: row?.databaseNowMs ?? Number.NaN, // a SELECT without a table has one row
    isDue: row?.isDue ?? false,
    nextInMs: row?.nextInMs ?? undefined,
  };
}
