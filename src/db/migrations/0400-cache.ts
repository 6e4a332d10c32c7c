import { type Kysely, sql } from 'kysely';

/** The cache where there is no Redis. Unlogged: a crash of PostgreSQL empties these tables, a restart does not. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

// A lease without a value stands for somebody who is loading it; the value is bytes that only the cache reads.
const ENTRIES = `
CREATE UNLOGGED TABLE nightshift.cache_entries (
  key text PRIMARY KEY,
  value bytea,
  expires_at timestamptz NOT NULL,
  lease text,
  leased_until timestamptz
) WITH (fillfactor = 80);
CREATE INDEX cache_entries_expiry ON nightshift.cache_entries (expires_at)`;

const TAGS = `
CREATE UNLOGGED TABLE nightshift.cache_tags (
  tag text PRIMARY KEY,
  version text NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX cache_tags_expiry ON nightshift.cache_tags (expires_at)`;

const FIGURES = `
CREATE UNLOGGED TABLE nightshift.cache_figures (
  key text NOT NULL,
  figure text NOT NULL,
  total bigint NOT NULL,
  PRIMARY KEY (key, figure)
) WITH (fillfactor = 70)`;

const STATEMENTS = [ENTRIES, TAGS, FIGURES];
