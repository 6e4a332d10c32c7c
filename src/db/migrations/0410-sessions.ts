import { type Kysely, sql } from 'kysely';

/** Who is signed in. Logged, unlike the other tables of `kv`: a Redis that comes back empty signs nobody out. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

// The id is the SHA-256 of the token, which is kept nowhere. `version` grows with every change, so that an older copy
// never replaces a newer one.
const SESSIONS = `
CREATE TABLE nightshift.sessions (
  id text PRIMARY KEY,
  user_id text NOT NULL,
  name text NOT NULL,
  role text NOT NULL,
  data jsonb NOT NULL,
  ttl_ms bigint NOT NULL CHECK (ttl_ms > 0),
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_access_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
) WITH (fillfactor = 80);
CREATE INDEX sessions_user ON nightshift.sessions (user_id);
CREATE INDEX sessions_expiry ON nightshift.sessions (expires_at)`;

const STATEMENTS = [SESSIONS];
