import { sql } from 'kysely';
import { eventsOf } from './events-of.ts';
import type { ReportColumn, ReportRow, ReportRows } from './report-rows.ts';
import type { ReportScope } from './report-scope.ts';

/** Every user who did something in the period, and what. Names and addresses stay where they are. */
export function engagementRows(scope: ReportScope): ReportRows {
  const { timeZone } = scope.period;
  const count = (kind: string) => sql`count(*) FILTER (WHERE e.kind = ${kind})`;
  return {
    name: 'User engagement',
    columns: COLUMNS,
    query: sql<ReportRow>`
SELECT e.user_id, coalesce(u.country, '') AS country, coalesce(u.tier, '') AS tier,
  to_char(min(e.occurred_at) AT TIME ZONE ${timeZone}, 'YYYY-MM-DD HH24:MI:SS') AS first_seen,
  to_char(max(e.occurred_at) AT TIME ZONE ${timeZone}, 'YYYY-MM-DD HH24:MI:SS') AS last_seen,
  count(DISTINCT e.session_id) AS visits, count(*) AS events, ${count('view')} AS views, ${count('cart')} AS carts,
  ${count('checkout')} AS checkouts, ${count('purchase')} AS purchases
FROM ${eventsOf(scope)} e LEFT JOIN app.users u ON u.id = e.user_id
WHERE e.user_id IS NOT NULL GROUP BY e.user_id, u.country, u.tier ORDER BY e.user_id`,
  };
}

const COLUMNS: readonly ReportColumn[] = [
  { name: 'user_id', header: 'User', type: 'integer', width: 9 },
  { name: 'country', header: 'Country', type: 'text', width: 9 },
  { name: 'tier', header: 'Tier', type: 'text', width: 11 },
  { name: 'first_seen', header: 'First seen', type: 'local-time', width: 18 },
  { name: 'last_seen', header: 'Last seen', type: 'local-time', width: 18 },
  { name: 'visits', header: 'Visits', type: 'integer', width: 9 },
  { name: 'events', header: 'Events', type: 'integer', width: 9 },
  { name: 'views', header: 'Views', type: 'integer', width: 9 },
  { name: 'carts', header: 'Carts', type: 'integer', width: 9 },
  { name: 'checkouts', header: 'Checkouts', type: 'integer', width: 10 },
  { name: 'purchases', header: 'Purchases', type: 'integer', width: 10 },
];
