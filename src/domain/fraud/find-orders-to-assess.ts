import { sql } from 'kysely';
import type { DomainReader } from '../domain-tables.ts';

/** An order beside what its user, its device and its means of payment did before. */
export interface OrderToAssess {
  readonly orderId: number;
  readonly userId: number;
  readonly totalMinor: number;
  readonly country: string;
  readonly userCountry: string;
  readonly ordersWithinHour: number;
  readonly usualMinor: number | null;
  readonly usualOrders: number;
  readonly countryBefore: string | null;
  readonly minutesSinceBefore: number | null;
  readonly usersOnDevice: number;
  readonly usersOnPayment: number;
}

/** Orders that have no finding, by id. */
export async function findOrdersToAssess(
  db: DomainReader,
  page: {
    readonly orderId?: number | undefined;
    readonly placedSince: Date;
    readonly afterId: number;
    readonly limit: number;
  },
): Promise<readonly OrderToAssess[]> {
  const { orderId = null, placedSince, afterId, limit } = page;
  const { rows } = await sql<OrderToAssess>`
    SELECT o.id AS "orderId", o.user_id AS "userId", o.total_minor AS "totalMinor", o.country,
      u.country AS "userCountry", recent.orders AS "ordersWithinHour", usual.mean AS "usualMinor",
      usual.orders AS "usualOrders", before.country AS "countryBefore", before.minutes AS "minutesSinceBefore",
      device.users AS "usersOnDevice", payment.users AS "usersOnPayment"
    FROM app.orders AS o JOIN app.users AS u ON u.id = o.user_id
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS orders FROM app.orders AS r
      WHERE r.user_id = o.user_id AND r.placed_at > o.placed_at - interval '1 hour' AND r.placed_at <= o.placed_at
    ) AS recent
    CROSS JOIN LATERAL (
      SELECT avg(r.total_minor)::float8 AS mean, count(*)::int AS orders FROM app.orders AS r
      WHERE r.user_id = o.user_id AND r.placed_at < o.placed_at AND r.placed_at > o.placed_at - interval '1 year'
        AND r.currency = o.currency AND r.status <> 'cancelled'
    ) AS usual
    LEFT JOIN LATERAL (
      SELECT r.country, floor(extract(epoch FROM o.placed_at - r.placed_at) / 60)::int AS minutes FROM app.orders AS r
      WHERE r.user_id = o.user_id AND r.placed_at < o.placed_at AND r.placed_at > o.placed_at - interval '1 day'
      ORDER BY r.placed_at DESC LIMIT 1
    ) AS before ON true
    CROSS JOIN LATERAL (
      SELECT count(DISTINCT r.user_id)::int AS users FROM app.orders AS r
      WHERE r.device_id = o.device_id AND r.placed_at > o.placed_at - interval '7 days' AND r.placed_at <= o.placed_at
    ) AS device
    CROSS JOIN LATERAL (
      SELECT count(DISTINCT r.user_id)::int AS users FROM app.orders AS r
      WHERE r.payment_fingerprint = o.payment_fingerprint
        AND r.placed_at > o.placed_at - interval '7 days' AND r.placed_at <= o.placed_at
    ) AS payment
    WHERE o.id > ${afterId} AND o.placed_at >= ${placedSince} AND (${orderId}::int IS NULL OR o.id = ${orderId}::int)
      AND NOT EXISTS (SELECT FROM app.fraud_findings AS f WHERE f.order_id = o.id)
    ORDER BY o.id LIMIT ${limit}`.execute(db);
  return rows;
}
