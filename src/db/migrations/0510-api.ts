import { type Kysely, sql } from 'kysely';

/** What lets programs and users of the application in at the HTTP API, and has them ask twice without harm. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const SIGN_IN = `
ALTER TABLE app.users
  ADD COLUMN sign_in_failures integer NOT NULL DEFAULT 0,
  ADD COLUMN sign_in_locked_until timestamptz`;

// `hash` is the SHA-256 of the key, which is kept nowhere. Names of revoked keys are free again.
const KEYS = `
CREATE TABLE nightshift.api_keys (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL,
  hash text NOT NULL UNIQUE,
  jobs text[] NOT NULL,
  tier text NOT NULL CHECK (tier IN ('basic', 'premium', 'enterprise')),
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz,
  expires_at timestamptz,
  revoked_at timestamptz
);
CREATE UNIQUE INDEX api_keys_name ON nightshift.api_keys (lower(name)) WHERE revoked_at IS NULL`;

// The id is the SHA-256 of the token. Used ones are kept until they would have expired: a second use gives a thief away.
const REFRESH_TOKENS = `
CREATE TABLE nightshift.refresh_tokens (
  id text PRIMARY KEY,
  family uuid NOT NULL,
  user_id integer NOT NULL,
  began_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);
CREATE INDEX refresh_tokens_family ON nightshift.refresh_tokens (family);
CREATE INDEX refresh_tokens_expiry ON nightshift.refresh_tokens (expires_at)`;

// The ids are chosen before the jobs are enqueued: whoever asks again while there is no answer enqueues the same jobs.
const IDEMPOTENCY_KEYS = `
CREATE TABLE nightshift.idempotency_keys (
  caller text NOT NULL,
  key text NOT NULL,
  fingerprint text NOT NULL,
  ids uuid[] NOT NULL,
  answer json,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (caller, key)
);
CREATE INDEX idempotency_keys_expiry ON nightshift.idempotency_keys (expires_at)`;

const STATEMENTS = [SIGN_IN, KEYS, REFRESH_TOKENS, IDEMPOTENCY_KEYS];
