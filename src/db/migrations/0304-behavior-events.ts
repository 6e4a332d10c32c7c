import { type Kysely, sql } from 'kysely';

/**
 * What visitors did, by month. No foreign keys and only one index that grows with the ids: these rows come in floods,
 * may speak of visitors who are nobody's account, and outlive what they name.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const EVENTS = `
CREATE TABLE app.behavior_events (
  id uuid NOT NULL,
  occurred_at timestamptz NOT NULL,
  user_id integer,
  product_id integer,
  kind text NOT NULL CHECK (kind IN ('view', 'search', 'cart', 'wishlist', 'checkout', 'purchase', 'share', 'review')),
  session_id text,
  device_id text,
  country text,
  data jsonb,
  PRIMARY KEY (id, occurred_at)
) PARTITION BY RANGE (occurred_at);
CREATE INDEX behavior_events_occurred ON app.behavior_events USING brin (occurred_at);
CREATE TABLE app.behavior_events_default PARTITION OF app.behavior_events DEFAULT`;

const STATEMENTS = [EVENTS];
