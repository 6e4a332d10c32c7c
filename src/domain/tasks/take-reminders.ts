import { sql } from 'kysely';
import type { Writing } from '../writing.ts';

export interface WantedReminders {
  readonly now: Date;
  /** On the user's own clock, from this full hour … */
  readonly fromHour: number;
  /** … up to, and without, this one. */
  readonly untilHour: number;
  readonly limit: number;
}

/** That a user should hear today of a task that is due today, by the user's own clock. */
export interface TaskReminder {
  readonly taskId: number;
  readonly title: string;
  readonly description: string;
  readonly priority: string;
  readonly category: string | null;
  readonly dueAt: Date;
  readonly userId: number;
  readonly name: string;
  readonly email: string;
  readonly timeZone: string;
  /** `2030-03-29` */
  readonly day: string;
  readonly allowsMail: boolean;
}

/**
 * Takes reminders that nobody has taken: for owners and editors of open tasks that are due on the day that it is now
 * where they live, while it is between the two hours there.
 */
export async function takeReminders(
  { trx }: Writing,
  { now, fromHour, untilHour, limit }: WantedReminders,
): Promise<readonly TaskReminder[]> {
  // A day anywhere lies within 26 hours around now, one of 25 hours included: that lets the index on due_at find them.
  const { rows } = await sql<TaskReminder>`
    WITH due AS MATERIALIZED ( -- else each task is held against every user, of whom PostgreSQL expects few
      SELECT tasks.*, readers.user_id FROM app.tasks
      CROSS JOIN LATERAL (
        SELECT owner_id AS user_id
        UNION SELECT user_id FROM app.task_collaborators WHERE task_id = tasks.id AND role = 'editor'
      ) AS readers
      WHERE completed_at IS NULL
        AND due_at >= ${now}::timestamptz - interval '26 hours' AND due_at < ${now}::timestamptz + interval '26 hours'
    ), today AS (
      SELECT due.id AS task_id, due.title, due.description, due.priority, due.category, due.due_at,
        users.id AS user_id, users.name, users.email, users.time_zone, 'email' = ANY (channels) AS allows_mail,
        (${now}::timestamptz AT TIME ZONE time_zone)::date AS day
      FROM due JOIN app.users ON users.id = due.user_id
      WHERE extract(hour FROM ${now}::timestamptz AT TIME ZONE time_zone) >= ${fromHour}::int
        AND extract(hour FROM ${now}::timestamptz AT TIME ZONE time_zone) < ${untilHour}::int
        AND (due_at AT TIME ZONE time_zone)::date = (${now}::timestamptz AT TIME ZONE time_zone)::date
    ), taken AS (
      INSERT INTO app.task_reminders (task_id, user_id, day)
      SELECT task_id, user_id, day FROM today
      WHERE NOT EXISTS (SELECT FROM app.task_reminders AS known
        WHERE (known.task_id, known.user_id, known.day) = (today.task_id, today.user_id, today.day))
      ORDER BY task_id, user_id LIMIT ${limit}
      ON CONFLICT DO NOTHING RETURNING task_id, user_id
    )
    SELECT task_id AS "taskId", title, description, priority, category, due_at AS "dueAt", user_id AS "userId", name, email,
      time_zone AS "timeZone", day::text AS day, allows_mail AS "allowsMail"
    FROM taken JOIN today USING (task_id, user_id) ORDER BY task_id, user_id`.execute(trx);
  return rows;
}
