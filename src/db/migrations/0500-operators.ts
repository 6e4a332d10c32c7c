import { type Kysely, sql } from 'kysely';

/** Who may work at the board, what they did, and the sets of jobs that they chose to work on. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const OPERATORS = `
CREATE TABLE nightshift.operators (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL,
  role text NOT NULL CHECK (role IN ('viewer', 'operator', 'admin')),
  password_hash text NOT NULL,
  password_changed_at timestamptz NOT NULL DEFAULT now(),
  failures integer NOT NULL DEFAULT 0,
  locked_until timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_sign_in_at timestamptz
);
CREATE UNIQUE INDEX operators_name ON nightshift.operators (lower(name))`;

// `hash` is the SHA-256 of the previous row's hash and this row's entry; `entry` is JSON that holds the other columns too.
const AUDIT = `
CREATE TABLE nightshift.audit (
  seq bigint PRIMARY KEY,
  at timestamptz NOT NULL,
  who text NOT NULL,
  action text NOT NULL,
  entry text NOT NULL,
  hash text NOT NULL
);
CREATE INDEX audit_who ON nightshift.audit (who, seq);
CREATE FUNCTION nightshift.refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The audit log is only added to: % is refused.', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_is_final BEFORE UPDATE OR DELETE ON nightshift.audit
  FOR EACH ROW EXECUTE FUNCTION nightshift.refuse_audit_change();
CREATE TRIGGER audit_is_kept BEFORE TRUNCATE ON nightshift.audit
  FOR EACH STATEMENT EXECUTE FUNCTION nightshift.refuse_audit_change()`;

const SETS = `
CREATE TABLE nightshift.operator_sets (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  action text NOT NULL CHECK (action IN ('retry', 'discard', 'cancel')),
  filter text NOT NULL,
  chosen_by text NOT NULL,
  ids uuid[] NOT NULL,
  state text NOT NULL DEFAULT 'chosen' CHECK (state IN ('chosen', 'running', 'done', 'stopped')),
  stop_asked boolean NOT NULL DEFAULT false,
  progress jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  beat_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX operator_sets_age ON nightshift.operator_sets (created_at)`;

const STATEMENTS = [OPERATORS, AUDIT, SETS];
