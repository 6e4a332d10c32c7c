import { type Kysely, sql } from 'kysely';
import { eventsOf } from './events-of.ts';
import type { Period } from './period.ts';
import { exact, instants, type ReportScope } from './report-scope.ts';

/** What visitors did in a period. */
export interface EngagementSums {
  readonly events: number;
  /** Different users who did something. */
  readonly users: number;
  readonly visits: number;
  /** Visits with at least one view, and of what follows. */
  readonly viewing: number;
  readonly carting: number;
  readonly checkingOut: number;
  readonly buying: number;
}

export interface Engagement {
  readonly total: EngagementSums;
  /** Users who were active in the period before too. */
  readonly cameBack: number;
  /** Accounts made in the period, wherever they look. */
  readonly newUsers: number;
  /** Active users and visits of each slice, counted from 0. */
  readonly slices: readonly { readonly users: number; readonly visits: number }[];
  readonly countries: readonly {
    readonly country: string;
    readonly users: number;
    readonly visits: number;
  }[];
  readonly products: readonly ProductInterest[];
}

export interface ProductInterest {
  readonly name: string;
  readonly views: number;
  readonly carts: number;
  readonly purchases: number;
}

/** How users took part in a period, and who of the one before came back. */
export async function readEngagement(
  db: Kysely<unknown>,
  scope: ReportScope & { readonly before: Period },
  starts: readonly Date[],
): Promise<Engagement> {
  const { slices, total } = await readSums(db, scope, starts);
  return {
    total,
    slices,
    cameBack: await countReturning(db, scope),
    newUsers: await countNew(db, scope.period),
    countries: await readCountries(db, scope),
    products: await readProducts(db, scope),
  };
}

type Sum = Readonly<Record<string, string>> & { readonly slice: number | null };

async function readSums(db: Kysely<unknown>, scope: ReportScope, starts: readonly Date[]) {
  const visitsWith = (kind: string) => sql`count(DISTINCT session_id) FILTER (WHERE kind = ${kind})`;
  const { rows } = await sql<Sum>`
SELECT slice, count(*) AS events, count(DISTINCT user_id) AS users, count(DISTINCT session_id) AS visits,
  ${visitsWith('view')} AS viewing, ${visitsWith('cart')} AS carting, ${visitsWith('checkout')} AS checking_out,
  ${visitsWith('purchase')} AS buying
FROM (SELECT *, width_bucket(occurred_at, ${instants(starts)}) AS slice FROM ${eventsOf(scope)} e) events
GROUP BY GROUPING SETS ((), (slice))`.execute(db);
  const sum = (row: Sum | undefined, column: string): number => exact(row?.[column] ?? 0);
  const total = rows.find(({ slice }) => slice === null);
  return {
    total: {
      events: sum(total, 'events'),
      users: sum(total, 'users'),
      visits: sum(total, 'visits'),
      viewing: sum(total, 'viewing'),
      carting: sum(total, 'carting'),
      checkingOut: sum(total, 'checking_out'),
      buying: sum(total, 'buying'),
    },
    slices: starts.map((_, index) => {
      const row = rows.find(({ slice }) => slice === index + 1);
      return { users: sum(row, 'users'), visits: sum(row, 'visits') };
    }),
  };
}

async function countReturning(
  db: Kysely<unknown>,
  { sellerId, period, before }: ReportScope & { readonly before: Period },
): Promise<number> {
  const { rows } = await sql<{ readonly count: string }>`
SELECT count(*) AS count FROM (
  SELECT user_id FROM ${eventsOf({ sellerId, period })} now WHERE user_id IS NOT NULL
  INTERSECT SELECT user_id FROM ${eventsOf({ sellerId, period: before })} earlier) both_times`.execute(db);
  return exact(rows[0]?.count ?? 0);
}

async function countNew(db: Kysely<unknown>, { from, to }: Period): Promise<number> {
  const { rows } = await sql<{ readonly count: string }>`
SELECT count(*) AS count FROM app.users WHERE created_at >= ${from} AND created_at < ${to}`.execute(db);
  return exact(rows[0]?.count ?? 0);
}

async function readCountries(db: Kysely<unknown>, scope: ReportScope): Promise<Engagement['countries']> {
  const { rows } = await sql<{ readonly country: string; readonly users: string; readonly visits: string }>`
SELECT coalesce(country, '–') AS country, count(DISTINCT user_id) AS users, count(DISTINCT session_id) AS visits
FROM ${eventsOf(scope)} e GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10`.execute(db);
  return rows.map(({ country, users, visits }) => ({ country, users: exact(users), visits: exact(visits) }));
}

async function readProducts(db: Kysely<unknown>, scope: ReportScope): Promise<readonly ProductInterest[]> {
  const { rows } = await sql<{ readonly name: string } & Readonly<Record<string, string>>>`
SELECT coalesce(p.name, 'Product ' || e.product_id) AS name, count(*) FILTER (WHERE kind = 'view') AS views,
  count(*) FILTER (WHERE kind = 'cart') AS carts, count(*) FILTER (WHERE kind = 'purchase') AS purchases
FROM ${eventsOf(scope)} e LEFT JOIN app.products p ON p.id = e.product_id
WHERE e.product_id IS NOT NULL GROUP BY e.product_id, p.name ORDER BY 2 DESC, e.product_id LIMIT 12`.execute(
    db,
  );
  return rows.map(({ name, views, carts, purchases }) => ({
    name,
    views: exact(views ?? 0),
    carts: exact(carts ?? 0),
    purchases: exact(purchases ?? 0),
  }));
}
