import { type Kysely, sql } from 'kysely';

/** What users did of late, where there is no Redis. Unlogged: a crash of PostgreSQL empties these tables. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const ACTIONS = `
CREATE UNLOGGED TABLE nightshift.user_actions (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id text NOT NULL,
  action text NOT NULL,
  ip text,
  at timestamptz NOT NULL
);
CREATE INDEX user_actions_user ON nightshift.user_actions (user_id, id DESC);
CREATE INDEX user_actions_at ON nightshift.user_actions USING brin (at)`;

const TITLES = `
CREATE UNLOGGED TABLE nightshift.title_uses (
  user_id text NOT NULL,
  title text NOT NULL,
  uses integer NOT NULL DEFAULT 1,
  used_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, title)
) WITH (fillfactor = 80);
CREATE INDEX title_uses_order ON nightshift.title_uses (user_id, uses DESC, used_at DESC)`;

const RANKINGS = `
CREATE UNLOGGED TABLE nightshift.rankings (
  ranking text NOT NULL,
  day date NOT NULL,
  member text NOT NULL,
  score float8 NOT NULL,
  PRIMARY KEY (ranking, day, member)
) WITH (fillfactor = 70)`;

const STATEMENTS = [ACTIONS, TITLES, RANKINGS];
