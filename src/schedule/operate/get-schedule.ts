import { rowsOf } from '../../db/rows-of.ts';
import { closest } from '../../job/closest.ts';
import type { Session } from '../../ledger/session.ts';
import { UnknownScheduleError } from '../definition/schedule-errors.ts';
import type { JobTemplate, Override, StoredDefinition } from '../store/stored-schedule.ts';

/** A schedule's row as operators' changes need it. */
export interface OperatedSchedule {
  readonly name: string;
  readonly definition: StoredDefinition;
  readonly template: JobTemplate;
  readonly override: Override | null;
  readonly isRemoved: boolean;
}

/**
 * Reads a schedule, and locks it when the session has a transaction open.
 *
 * @throws UnknownScheduleError with the nearest name
 */
export async function getSchedule(session: Session, name: string): Promise<OperatedSchedule> {
  const [row] = await rowsOf<OperatedSchedule>(
    session,
    `SELECT name, definition, template, override, removed_at IS NOT NULL AS "isRemoved"
     FROM nightshift.schedules WHERE name = $1 FOR UPDATE`,
    [name],
  );
  if (row) return row;
  const others = await rowsOf<{ name: string }>(session, 'SELECT name FROM nightshift.schedules');
  throw new UnknownScheduleError(
    name,
    closest(
      name,
      others.map((other) => other.name),
    ),
  );
}
