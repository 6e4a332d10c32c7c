import { type RawBuilder, sql } from 'kysely';
import type { ReportScope } from './report-scope.ts';

/** Behaviour events of a period; of one seller, those of the visits in which one of its products was looked at or bought. */
export function eventsOf({ sellerId, period: { from, to } }: ReportScope): RawBuilder<unknown> {
  const span = sql`e.occurred_at >= ${from} AND e.occurred_at < ${to}`;
  if (sellerId === undefined) return sql`(SELECT e.* FROM app.behavior_events e WHERE ${span})`;
  const theirs = sql`SELECT id FROM app.products WHERE seller_id = ${sellerId}`;
  return sql`(SELECT e.* FROM app.behavior_events e WHERE ${span} AND (e.product_id IN (${theirs})
  OR (e.product_id IS NULL AND e.session_id IN (
    SELECT session_id FROM app.behavior_events e WHERE ${span} AND product_id IN (${theirs})))))`;
}
