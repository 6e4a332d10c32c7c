import { sql } from 'kysely';
import type { DomainReader } from '../domain-tables.ts';

/** What a campaign has come to so far. Each user counts once. */
export interface CampaignFigures {
  readonly queued: number;
  readonly sent: number;
  readonly bounced: number;
  readonly failed: number;
  readonly skipped: number;
  readonly clicked: number;
  readonly unsubscribed: number;
  /** Of those it was sent to, within seven days of it; cancelled ones do not count. */
  readonly orders: number;
  /** What these come to, by currency. */
  readonly revenueMinor: Readonly<Record<string, number>>;
}

export async function campaignFigures(reader: DomainReader, campaignId: number): Promise<CampaignFigures> {
  const { rows } = await sql<CampaignFigures>`
    WITH orders AS (
      SELECT currency, count(*)::int AS count, sum(total_minor)::float AS minor
      FROM app.campaign_deliveries AS delivery JOIN app.orders ON orders.user_id = delivery.user_id
        AND placed_at >= sent_at AND placed_at < sent_at + interval '7 days' AND orders.status <> 'cancelled'
      WHERE campaign_id = ${campaignId} AND delivery.status = 'sent' GROUP BY currency
    )
    SELECT count(*) FILTER (WHERE status = 'queued')::int AS queued, count(*) FILTER (WHERE status = 'sent')::int AS sent,
      count(*) FILTER (WHERE status = 'bounced')::int AS bounced, count(*) FILTER (WHERE status = 'failed')::int AS failed,
      count(*) FILTER (WHERE status = 'skipped')::int AS skipped,
      (SELECT count(DISTINCT user_id)::int FROM app.campaign_clicks WHERE campaign_id = ${campaignId}) AS clicked,
      (SELECT count(*)::int FROM app.campaign_unsubscribes WHERE campaign_id = ${campaignId}) AS unsubscribed,
      (SELECT coalesce(sum(count), 0)::int FROM orders) AS orders,
      (SELECT coalesce(jsonb_object_agg(currency, minor), '{}') FROM orders) AS "revenueMinor"
    FROM app.campaign_deliveries WHERE campaign_id = ${campaignId}`.execute(reader);
  const [figures] = rows;
  if (!figures) throw new Error('an aggregate gave no row');
  return figures;
}
