import type { Database } from '../../db/database.ts';
import { rowsOf } from '../../db/rows-of.ts';
import { IS_FIREABLE, WITH_CLOCK } from '../store/fireable.ts';

/** A due time that nobody has decided on, although its schedule's tolerance is over. */
export interface Overdue {
  readonly name: string;
  readonly dueAt: Date;
  readonly overdueMs: number;
  readonly toleranceMs: number;
}

const MOST_NAMED = 10;

/** The most overdue schedules; those held back for a job that still runs are not. Default time: the database's clock. */
export function findOverdue(database: Database, nowMs?: number): Promise<readonly Overdue[]> {
  return rowsOf<Overdue>(
    database,
    `${WITH_CLOCK}
     SELECT name, next_due_at AS "dueAt", tolerance AS "toleranceMs",
       (extract(epoch FROM (SELECT now FROM clock) - next_due_at) * 1000)::float8 AS "overdueMs"
     FROM nightshift.schedules, LATERAL (SELECT (definition->>'toleranceMs')::float8 AS tolerance) AS t
     WHERE ${IS_FIREABLE} AND next_due_at < (SELECT now FROM clock) - tolerance * interval '1 ms'
     ORDER BY next_due_at LIMIT ${MOST_NAMED}`,
    [nowMs ?? null],
  );
}
