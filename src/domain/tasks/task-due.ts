import { type RawBuilder, sql } from 'kysely';

/** When a task is due: an instant, or a whole day of its owner's. */
export type TaskDue = Date | { readonly day: string };

/** The instant that a due date comes to; a day ends at 23:59 on the owner's clock. */
export function dueInstant(due: TaskDue | null, ownerId: number): RawBuilder<Date> | Date | null {
  if (due === null || due instanceof Date) return due;
  const zone = sql`(SELECT time_zone FROM app.users WHERE id = ${ownerId})`;
  return sql<Date>`(${due.day}::date + time '23:59') AT TIME ZONE ${zone}`;
}
