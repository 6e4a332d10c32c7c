import { sql } from 'kysely';
import type { DomainReader } from '../domain-tables.ts';
import type { ProductPage } from '../inventory/find-reorderable.ts';

export interface DemandHistory {
  readonly productId: number;
  /** Units sold each day, oldest first and without gaps, up to yesterday by the seller's clock; a year at most. */
  readonly sold: readonly number[];
  /** The seller's today, `2030-03-29`. */
  readonly today: string;
}

/** Products that are sold and have no forecast from today made since an instant, with what was sold of them. */
export async function findUnforecast(
  reader: DomainReader,
  { productId, afterId, limit, madeSince }: ProductPage & { readonly madeSince: Date },
  now: Date = new Date(),
): Promise<readonly DemandHistory[]> {
  const { rows } = await sql<DemandHistory>`
    SELECT product.id AS "productId", today::text AS today, coalesce(history.sold, '{}') AS sold
    FROM app.products AS product
    JOIN app.sellers AS seller ON seller.id = seller_id
    CROSS JOIN LATERAL (SELECT (${now}::timestamptz AT TIME ZONE time_zone)::date AS today) AS clock
    CROSS JOIN LATERAL (
      SELECT (min(occurred_at) AT TIME ZONE time_zone)::date AS day FROM app.stock_movements
      WHERE product_id = product.id
    ) AS first
    LEFT JOIN LATERAL (
      SELECT array_agg(coalesce(units, 0) ORDER BY day) AS sold
      FROM generate_series(greatest(first.day, today - 365), today - 1, interval '1 day') AS day
      LEFT JOIN (
        SELECT (occurred_at AT TIME ZONE time_zone)::date AS day, greatest(0, -sum(quantity))::int AS units
        FROM app.stock_movements
        WHERE product_id = product.id AND kind IN ('sale', 'cancellation')
          AND occurred_at >= (today - 365)::timestamp AT TIME ZONE time_zone
          AND occurred_at < today::timestamp AT TIME ZONE time_zone
        GROUP BY 1
      ) AS moved USING (day)
    ) AS history ON first.day IS NOT NULL
    WHERE retired_at IS NULL AND product.id > ${afterId}
      AND (${productId ?? null}::int IS NULL OR product.id = ${productId ?? null}::int)
      AND NOT EXISTS (SELECT FROM app.forecasts
        WHERE product_id = product.id AND from_day = today AND made_at >= ${madeSince})
    ORDER BY product.id LIMIT ${limit}`.execute(reader);
  return rows;
}
