import { sql } from 'kysely';
import type { DomainReader } from '../domain-tables.ts';

/** Of each product, so many others that go with it. */
const PAIRS = 20;
/** Whoever looks at more in one visit is a program that looks at everything, and would pair everything with everything. */
const MOST_IN_A_VISIT = 100;

export interface ProductPair {
  readonly productId: number;
  readonly otherId: number;
  readonly kind: 'bought-together' | 'viewed-together';
  readonly count: number;
}

/** Products that stand in the orders of half a year together, or were looked at in one visit of a month. */
export async function findProductPairs(db: DomainReader): Promise<readonly ProductPair[]> {
  const { rows } = await sql<ProductPair>`
    WITH seen AS MATERIALIZED (
      SELECT session_id, array_agg(DISTINCT product_id) AS products FROM app.behavior_events
      WHERE kind = 'view' AND product_id IS NOT NULL AND session_id IS NOT NULL
        AND occurred_at > now() - interval '30 days'
      GROUP BY session_id HAVING count(DISTINCT product_id) BETWEEN 2 AND ${MOST_IN_A_VISIT}
    ), pairs AS (
      SELECT a.product_id AS "productId", b.product_id AS "otherId", 'bought-together' AS kind, count(*)::int AS count
      FROM app.orders AS o JOIN app.order_items AS a ON a.order_id = o.id
      JOIN app.order_items AS b ON b.order_id = o.id AND b.product_id <> a.product_id
      WHERE o.placed_at > now() - interval '180 days' AND o.status <> 'cancelled' GROUP BY 1, 2
      UNION ALL
      SELECT a.id, b.id, 'viewed-together', count(*)::int
      FROM seen, unnest(products) AS a (id), unnest(products) AS b (id) WHERE a.id <> b.id GROUP BY 1, 2
    ), ranked AS (
      SELECT *, row_number() OVER (PARTITION BY "productId", kind ORDER BY count DESC, "otherId") AS rank FROM pairs
    )
    SELECT "productId", "otherId", kind, count FROM ranked JOIN app.products AS p ON p.id = "otherId"
    WHERE rank <= ${PAIRS} AND p.retired_at IS NULL`.execute(db);
  return rows;
}

/** What sold in the last 90 days, by product. */
export async function findBestSellers(
  db: DomainReader,
): Promise<readonly { readonly productId: number; readonly category: string; readonly units: number }[]> {
  const { rows } = await sql<{ productId: number; category: string; units: number }>`
    SELECT p.id AS "productId", p.category, sum(quantity)::int AS units
    FROM app.orders AS o JOIN app.order_items AS i ON i.order_id = o.id JOIN app.products AS p ON p.id = i.product_id
    WHERE o.placed_at > now() - interval '90 days' AND o.status <> 'cancelled' AND p.retired_at IS NULL
    GROUP BY p.id ORDER BY units DESC LIMIT 5000`.execute(db);
  return rows;
}

export interface Taste {
  readonly userId: number;
  readonly bought: readonly number[];
  readonly viewed: readonly number[];
  readonly interests: readonly string[];
}

/** Users, by id, with the products they bought in a year and looked at in a month, the newest first, and their interests. */
export async function findTastes(
  db: DomainReader,
  page: { readonly userId?: number | undefined; readonly afterId: number; readonly limit: number },
): Promise<readonly Taste[]> {
  const { userId = null, afterId, limit } = page;
  const { rows } = await sql<Taste>`
    WITH page AS (
      SELECT id, interests FROM app.users WHERE id > ${afterId} AND (${userId}::int IS NULL OR id = ${userId}::int)
      ORDER BY id LIMIT ${limit}
    ), bought AS (
      SELECT user_id, array_agg(product_id ORDER BY last_at DESC) AS products FROM (
        SELECT o.user_id, i.product_id, max(o.placed_at) AS last_at
        FROM page JOIN app.orders AS o ON o.user_id = page.id JOIN app.order_items AS i ON i.order_id = o.id
        WHERE o.placed_at > now() - interval '1 year' AND o.status <> 'cancelled' GROUP BY 1, 2
      ) AS each GROUP BY user_id
    ), viewed AS (
      SELECT user_id, array_agg(product_id ORDER BY last_at DESC) AS products FROM (
        SELECT e.user_id, e.product_id, max(e.occurred_at) AS last_at
        FROM app.behavior_events AS e JOIN page ON page.id = e.user_id
        WHERE e.occurred_at > now() - interval '30 days' AND e.kind = 'view' AND e.product_id IS NOT NULL GROUP BY 1, 2
      ) AS each GROUP BY user_id
    )
    SELECT page.id AS "userId", interests, coalesce(bought.products, '{}') AS bought,
      coalesce(viewed.products[1:50], '{}') AS viewed
    FROM page LEFT JOIN bought ON bought.user_id = page.id LEFT JOIN viewed ON viewed.user_id = page.id
    ORDER BY page.id`.execute(db);
  return rows;
}
