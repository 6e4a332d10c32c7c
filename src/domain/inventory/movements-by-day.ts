import { sql } from 'kysely';
import type { DomainReader } from '../domain-tables.ts';

/** What moved on one day of the seller's. */
export interface MovementDay {
  /** `2030-03-29` */
  readonly day: string;
  /** Units sold, less cancelled ones. */
  readonly sold: number;
  readonly returned: number;
  readonly purchased: number;
  readonly adjusted: number;
  /** What lay there at the end of the day. */
  readonly onHand: number;
}

/**
 * A product's movements as a time series: one row for each day of the seller's zone from the first to the last one
 * given, both `2030-03-29` and included, also for days on which nothing moved.
 */
export async function movementsByDay(
  reader: DomainReader,
  productId: number,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<readonly MovementDay[]> {
  const { rows } = await sql<MovementDay>`
    WITH zone AS (
      SELECT time_zone AS name FROM app.products JOIN app.sellers ON sellers.id = seller_id WHERE products.id = ${productId}
    ), moved AS (
      SELECT (occurred_at AT TIME ZONE zone.name)::date AS day,
        coalesce(sum(-quantity) FILTER (WHERE kind IN ('sale', 'cancellation')), 0)::int AS sold,
        coalesce(sum(quantity) FILTER (WHERE kind = 'return'), 0)::int AS returned,
        coalesce(sum(quantity) FILTER (WHERE kind = 'purchase'), 0)::int AS purchased,
        coalesce(sum(quantity) FILTER (WHERE kind IN ('adjustment', 'initial')), 0)::int AS adjusted,
        sum(quantity)::int AS change
      FROM app.stock_movements, zone
      WHERE product_id = ${productId} AND occurred_at >= ${from}::date::timestamp AT TIME ZONE zone.name
      GROUP BY 1
    ), base AS (
      SELECT coalesce(sum(quantity), 0)::int AS on_hand FROM app.stock_movements, zone
      WHERE product_id = ${productId} AND occurred_at < ${from}::date::timestamp AT TIME ZONE zone.name
    )
    SELECT day::date::text AS day, coalesce(sold, 0) AS sold, coalesce(returned, 0) AS returned,
      coalesce(purchased, 0) AS purchased, coalesce(adjusted, 0) AS adjusted,
      (base.on_hand + coalesce(sum(change) OVER (ORDER BY day), 0))::int AS "onHand"
    FROM base, generate_series(${from}::date::timestamp, ${to}::date::timestamp, '1 day') AS days (day)
    LEFT JOIN moved USING (day) ORDER BY day`.execute(reader);
  return rows;
}
