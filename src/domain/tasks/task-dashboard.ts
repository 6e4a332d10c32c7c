import { sql } from 'kysely';
import { NotFoundError } from '../domain-errors.ts';
import type { DomainReader } from '../domain-tables.ts';
import type { TaskPriority } from './tasks-table.ts';

/** How a user's own tasks stand. Days are those of the user's clock. Shares and rates are 0 to 1, null where there is nothing to share. */
export interface TaskDashboard {
  readonly timeZone: string;
  /** `2030-03-29` */
  readonly today: string;
  readonly total: number;
  readonly open: number;
  readonly completed: number;
  readonly overdue: number;
  /** Open and due today, at whatever hour. */
  readonly dueToday: number;
  /** Open and due within the seven days after today. */
  readonly upcoming: number;
  readonly completedToday: number;
  /** Of the tasks created at any time, or today and the 6 or 29 days before, the share that is completed. */
  readonly completionRate: {
    readonly all: number | null;
    readonly week: number | null;
    readonly month: number | null;
  };
  readonly byPriority: readonly TaskShareOf<TaskPriority>[];
  /** Largest first; tasks without a category stand under null. */
  readonly byCategory: readonly TaskShareOf<string | null>[];
  /** From creation to completion, in milliseconds; null when nothing is completed. */
  readonly averageCompletionMs: number | null;
  /** Days in a row with a completed task, up to today, or to yesterday while today has none yet. */
  readonly streakDays: number;
}

export interface TaskShareOf<Value> {
  readonly value: Value;
  readonly total: number;
  readonly completed: number;
  readonly share: number;
}

/** @throws NotFoundError when there is no such user */
export async function taskDashboard(
  reader: DomainReader,
  userId: number,
  now: Date = new Date(),
): Promise<TaskDashboard> {
  const { rows } = await sql<TaskDashboard>`
    WITH clock AS (
      SELECT time_zone, (${now}::timestamptz AT TIME ZONE time_zone)::date AS today FROM app.users WHERE id = ${userId}
    ), mine AS (
      SELECT priority, category, due_at, completed_at, created_at, completed_at IS NOT NULL AS is_completed,
        (due_at AT TIME ZONE time_zone)::date - today AS due_in_days,
        today - (completed_at AT TIME ZONE time_zone)::date AS completed_days_ago,
        today - (created_at AT TIME ZONE time_zone)::date AS created_days_ago
      FROM app.tasks, clock WHERE owner_id = ${userId}
    ), days AS (
      SELECT completed_days_ago AS ago, row_number() OVER (ORDER BY completed_days_ago) AS nth
      FROM mine WHERE completed_days_ago >= 0 GROUP BY completed_days_ago
    ), streak AS (
      -- In a run of days without a gap, the distance from today grows with the position.
      SELECT count(*)::int AS days FROM days WHERE ago - nth = (SELECT ago - nth FROM days WHERE nth = 1 AND ago <= 1)
    ), figures AS (
      SELECT count(*)::int AS total,
        count(*) FILTER (WHERE NOT is_completed)::int AS open,
        count(*) FILTER (WHERE is_completed)::int AS completed,
        count(*) FILTER (WHERE NOT is_completed AND due_at < ${now})::int AS overdue,
        count(*) FILTER (WHERE NOT is_completed AND due_in_days = 0)::int AS "dueToday",
        count(*) FILTER (WHERE NOT is_completed AND due_in_days BETWEEN 1 AND 7)::int AS upcoming,
        count(*) FILTER (WHERE completed_days_ago = 0)::int AS "completedToday",
        json_build_object(
          'all', avg(is_completed::int),
          'week', avg(is_completed::int) FILTER (WHERE created_days_ago BETWEEN 0 AND 6),
          'month', avg(is_completed::int) FILTER (WHERE created_days_ago BETWEEN 0 AND 29)
        ) AS "completionRate",
        (extract(epoch FROM avg(completed_at - created_at)) * 1000)::float8 AS "averageCompletionMs"
      FROM mine
    )
    SELECT time_zone AS "timeZone", today::text AS today, figures.*, streak.days AS "streakDays",
      ${sharesBy('priority', sql`array_position('{urgent,high,medium,low}', priority)`)} AS "byPriority",
      ${sharesBy('category', sql`count(*) DESC, category`)} AS "byCategory"
    FROM clock, figures, streak`.execute(reader);
  const [dashboard] = rows;
  if (!dashboard) throw new NotFoundError('user', userId);
  return dashboard;
}

function sharesBy(column: 'priority' | 'category', order: ReturnType<typeof sql>): ReturnType<typeof sql> {
  return sql`(
    SELECT coalesce(json_agg(shares), '[]') FROM (
      SELECT ${sql.ref(column)} AS value, count(*) AS total, count(*) FILTER (WHERE is_completed) AS completed,
        count(*) / sum(count(*)) OVER () AS share
      FROM mine GROUP BY ${sql.ref(column)} ORDER BY ${order}
    ) AS shares
  )`;
}
