import { sql } from 'kysely';
import type { DomainReader } from '../domain-tables.ts';

export interface DayFigures {
  readonly orders: number;
  readonly cancelledOrders: number;
  readonly units: number;
  readonly revenueMinor: Readonly<Record<string, number>>;
  readonly newUsers: number;
  readonly activeUsers: number;
  readonly eventsByKind: Readonly<Record<string, number>>;
  readonly completedTasks: number;
  readonly mostViewed: readonly { readonly productId: number; readonly views: number }[];
}

/** The day before an instant by a zone's clock, `2030-03-29`. */
export async function dayBefore(db: DomainReader, instant: Date, timeZone: string): Promise<string> {
  const { rows } = await sql<{ day: string }>`
    SELECT ((${instant}::timestamptz AT TIME ZONE ${timeZone}::text)::date - 1)::text AS day`.execute(db);
  return rows[0]?.day ?? '';
}

/** Computes the figures of a day in a zone, from its midnight to the next whatever the clock does, and keeps them. */
export async function summarizeDay(db: DomainReader, day: string, timeZone: string): Promise<DayFigures> {
  const { rows } = await sql<{ figures: DayFigures }>`
    WITH span AS (
      SELECT ${day}::date::timestamp AT TIME ZONE ${timeZone}::text AS from_at,
        (${day}::date + 1)::timestamp AT TIME ZONE ${timeZone}::text AS to_at
    ), placed AS (
      SELECT o.id, o.status, o.currency, o.total_minor FROM app.orders AS o, span
      WHERE placed_at >= from_at AND placed_at < to_at
    ), events AS (
      SELECT kind, user_id, product_id FROM app.behavior_events, span
      WHERE occurred_at >= from_at AND occurred_at < to_at
    ), figures AS (
      SELECT jsonb_build_object(
        'orders', (SELECT count(*) FROM placed),
        'cancelledOrders', (SELECT count(*) FROM placed WHERE status = 'cancelled'),
        'units', (SELECT coalesce(sum(quantity), 0) FROM placed JOIN app.order_items ON order_id = placed.id
          WHERE status <> 'cancelled'),
        'revenueMinor', (SELECT coalesce(jsonb_object_agg(currency, sum), '{}') FROM (
          SELECT currency, sum(total_minor) FROM placed WHERE status <> 'cancelled' GROUP BY currency) AS sums),
        'newUsers', (SELECT count(*) FROM app.users, span WHERE created_at >= from_at AND created_at < to_at),
        'activeUsers', (SELECT count(DISTINCT user_id) FROM events),
        'eventsByKind', (SELECT coalesce(jsonb_object_agg(kind, count), '{}') FROM (
          SELECT kind, count(*) FROM events GROUP BY kind) AS kinds),
        'completedTasks', (SELECT count(*) FROM app.tasks, span WHERE completed_at >= from_at AND completed_at < to_at),
        'mostViewed', (SELECT coalesce(jsonb_agg(jsonb_build_object('productId', product_id, 'views', views)), '[]') FROM (
          SELECT product_id, count(*) AS views FROM events WHERE kind = 'view' AND product_id IS NOT NULL
          GROUP BY product_id ORDER BY views DESC, product_id LIMIT 5) AS viewed)
      ) AS figures
    )
    INSERT INTO app.daily_summaries (day, time_zone, figures, made_at)
    SELECT ${day}::date, ${timeZone}::text, figures, clock_timestamp() FROM figures
    ON CONFLICT (day, time_zone) DO UPDATE SET figures = excluded.figures, made_at = excluded.made_at
    RETURNING figures`.execute(db);
  const [row] = rows;
  if (!row) throw new Error('The summary was not written.');
  return row.figures;
}

/** Days of a span that have no summary made since an instant, the oldest first. */
export async function findUnsummarized(
  db: DomainReader,
  wanted: {
    readonly from: string;
    readonly to: string;
    readonly timeZone: string;
    readonly madeSince: Date;
    readonly limit: number;
  },
): Promise<readonly string[]> {
  const { from, to, timeZone, madeSince, limit } = wanted;
  const { rows } = await sql<{ day: string }>`
    SELECT wanted::date::text AS day FROM generate_series(${from}::date, ${to}::date, interval '1 day') AS wanted
    WHERE NOT EXISTS (SELECT FROM app.daily_summaries AS s
      WHERE s.day = wanted::date AND s.time_zone = ${timeZone} AND s.made_at >= ${madeSince})
    ORDER BY 1 LIMIT ${limit}`.execute(db);
  return rows.map(({ day }) => day);
}
