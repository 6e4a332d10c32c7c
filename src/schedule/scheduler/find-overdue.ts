import type { Database } from '../../db/database.ts';
import { rowsOf } from '../../db/rows-of.ts';

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
    `SELECT name, next_due_at AS "dueAt", tolerance AS "toleranceMs",
       (extract(epoch FROM clock.now - next_due_at) * 1000)::float8 AS "overdueMs"
     FROM (SELECT coalesce(to_timestamp($1::float8 / 1000), clock_timestamp()) AS now OFFSET 0) AS clock,
       nightshift.schedules s, LATERAL (SELECT (definition->>'toleranceMs')::float8 AS tolerance) AS t
     WHERE paused_at IS NULL AND removed_at IS NULL AND next_due_at < clock.now
       AND next_due_at < clock.now - tolerance * interval '1 ms' AND NOT EXISTS (
         SELECT FROM nightshift.jobs j WHERE j.id = s.waits_for AND j.state IN ('waiting', 'active'))
     ORDER BY next_due_at LIMIT ${MOST_NAMED}`,
    [nowMs ?? null],
  );
}
