import { type RawBuilder, sql } from 'kysely';

/**
 * When the quiet hours of a row of `app.users` end that hold at `now`, or null when none do. They are on the user's
 * own clock and may go over midnight.
 */
export function quietUntil(now: Date): RawBuilder<Date | null> {
  const local = sql`(${now}::timestamptz AT TIME ZONE time_zone)`;
  const isOverMidnight = sql`quiet_from > quiet_until`;
  const isQuiet = sql`CASE WHEN ${isOverMidnight}
    THEN ${local}::time >= quiet_from OR ${local}::time < quiet_until
    ELSE ${local}::time >= quiet_from AND ${local}::time < quiet_until END`;
  const daysAway = sql`CASE WHEN ${local}::time >= quiet_until THEN 1 ELSE 0 END`;
  return sql<Date | null>`CASE WHEN ${isQuiet}
    THEN (${local}::date + ${daysAway} + quiet_until) AT TIME ZONE time_zone END`;
}
