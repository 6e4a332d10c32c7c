import { type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { DomainTables } from '../domain-tables.ts';
import type { Channel, Tier } from '../users/users-table.ts';

/** Which users a campaign is for, of those who allow marketing and its channel: all conditions hold; none means all. */
export interface Segment {
  readonly tiers?: readonly Tier[] | undefined;
  /** ISO 3166. */
  readonly countries?: readonly string[] | undefined;
  /** At least one of these. */
  readonly interests?: readonly string[] | undefined;
  readonly userIds?: readonly number[] | undefined;
  /** Seen within so many days. */
  readonly activeWithinDays?: number | undefined;
  /** Not seen for so many days. */
  readonly inactiveForDays?: number | undefined;
}

/** The conditions on a row of `app.users`. */
export function isInSegment(
  is: ExpressionBuilder<DomainTables, 'users'>,
  { segment, channel }: { readonly segment: Segment; readonly channel: Channel },
) {
  const { tiers, countries, interests, userIds, activeWithinDays, inactiveForDays } = segment;
  const seenSince = (days: number) =>
    sql<SqlBool>`coalesce(last_active_at > now() - ${days}::int * interval '1 day', false)`;
  return is.and([
    wantsMarketing(channel),
    ...(tiers ? [is('tier', 'in', tiers)] : []),
    ...(countries ? [is('country', 'in', countries)] : []),
    ...(interests ? [sql<SqlBool>`interests && ${[...interests]}::text[]`] : []),
    ...(userIds ? [is('id', 'in', userIds)] : []),
    ...(activeWithinDays === undefined ? [] : [seenSince(activeWithinDays)]),
    ...(inactiveForDays === undefined ? [] : [is.not(seenSince(inactiveForDays))]),
  ]);
}

/** Whether a row of `app.users` allows marketing over a channel now. */
export function wantsMarketing(channel: Channel) {
  return sql<SqlBool>`(marketing_consent_at IS NOT NULL AND ${channel}::text = ANY (channels) AND NOT EXISTS (
    SELECT FROM app.opt_outs WHERE channel = ${channel}::text
      AND address = CASE WHEN ${channel}::text = 'sms' THEN phone ELSE lower(email) END))`;
}
