import { type Kysely, sql } from 'kysely';

/** What counts requests where there is no Redis. Unlogged: a crash of PostgreSQL empties them, a restart does not. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

// The columns that rate-limiter-flexible reads and writes.
const FIXED_WINDOWS = `
CREATE UNLOGGED TABLE nightshift.fixed_windows (
  key varchar(255) PRIMARY KEY,
  points integer NOT NULL DEFAULT 0,
  expire bigint
) WITH (fillfactor = 50)`;

const SLIDING_WINDOWS = `
CREATE UNLOGGED TABLE nightshift.sliding_windows (
  key text PRIMARY KEY,
  window_number bigint NOT NULL,
  previous integer NOT NULL,
  current integer NOT NULL,
  is_allowed boolean NOT NULL,
  expires_at timestamptz NOT NULL
) WITH (fillfactor = 50)`;

const TOKEN_BUCKETS = `
CREATE UNLOGGED TABLE nightshift.token_buckets (
  key text PRIMARY KEY,
  spent float8 NOT NULL,
  filled_at timestamptz NOT NULL,
  is_allowed boolean NOT NULL,
  expires_at timestamptz NOT NULL
) WITH (fillfactor = 50)`;

const STATEMENTS = [FIXED_WINDOWS, SLIDING_WINDOWS, TOKEN_BUCKETS];
