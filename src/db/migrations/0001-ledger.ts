import { type Kysely, sql } from 'kysely';

/** The tables of recorded jobs; `docs/ledger.md` explains them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const JOBS = `
CREATE TABLE nightshift.jobs (
  id uuid PRIMARY KEY,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz,
  started_at timestamptz,
  ended_at timestamptz,
  publication integer NOT NULL DEFAULT 1,
  run integer NOT NULL DEFAULT 0,
  attempt integer NOT NULL DEFAULT 0,
  max_attempts integer NOT NULL,
  deaths integer NOT NULL DEFAULT 0,
  pending_parents integer NOT NULL DEFAULT 0,
  version integer NOT NULL,
  priority smallint NOT NULL DEFAULT 0,
  has_parents boolean NOT NULL DEFAULT false,
  has_children boolean NOT NULL DEFAULT false,
  takes_turns boolean NOT NULL DEFAULT false,
  is_awaited boolean NOT NULL DEFAULT false,
  is_edited boolean NOT NULL DEFAULT false,
  is_late boolean NOT NULL DEFAULT false,
  is_catch_up boolean NOT NULL DEFAULT false,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN
    ('waiting', 'active', 'completed', 'cancelled', 'expired', 'failed', 'discarded')),
  closed_as text CHECK (closed_as IN ('cancelled', 'expired', 'failed', 'discarded')),
  queue text NOT NULL,
  name text NOT NULL,
  owner uuid,
  tenant text,
  tags text[] NOT NULL DEFAULT '{}',
  turn_key text,
  limit_key text,
  unique_key text,
  group_id text,
  schedule text,
  due_time timestamptz,
  trace text,
  reason text,
  cancel_asked text,
  error_text text,
  fingerprint text,
  error jsonb,
  payload jsonb,
  result jsonb,
  progress jsonb,
  headers jsonb,
  raw bytea
) PARTITION BY RANGE (id)`;

// No index may name a column that completing a job changes: completing then is a HOT update, which writes no index.
// That is what `closed_as` is for: the state, but only of jobs that ended otherwise.
const JOBS_INDEXES = `
CREATE INDEX jobs_created ON nightshift.jobs (created_at);
CREATE INDEX jobs_queue_created ON nightshift.jobs (queue, created_at);
CREATE INDEX jobs_name_created ON nightshift.jobs (name, created_at);
CREATE INDEX jobs_tenant_created ON nightshift.jobs (tenant, created_at) WHERE tenant IS NOT NULL;
CREATE INDEX jobs_tags ON nightshift.jobs USING gin (tags) WHERE tags <> '{}';
CREATE INDEX jobs_closed ON nightshift.jobs (closed_as, created_at) WHERE closed_as IS NOT NULL;
CREATE INDEX jobs_fingerprint ON nightshift.jobs (fingerprint, created_at) WHERE fingerprint IS NOT NULL;
CREATE INDEX jobs_expiry ON nightshift.jobs (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX jobs_group ON nightshift.jobs (group_id) WHERE group_id IS NOT NULL;
CREATE INDEX jobs_schedule ON nightshift.jobs (schedule, due_time) WHERE schedule IS NOT NULL`;

// Where the extension may not be made (a managed server without it), searching error texts reads the failed rows.
const ERROR_TEXT_INDEX = `
DO $$
DECLARE place text;
BEGIN
  BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
  EXCEPTION WHEN OTHERS THEN
    RAISE NOTICE 'pg_trgm is not available: %', SQLERRM;
  END;
  SELECT n.nspname INTO place FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
  WHERE e.extname = 'pg_trgm';
  IF place IS NOT NULL THEN
    EXECUTE format('CREATE INDEX jobs_error_text ON nightshift.jobs USING gin (error_text %I.gin_trgm_ops)
      WHERE error_text IS NOT NULL', place);
  END IF;
END $$`;

const OUTBOX = `
CREATE TABLE nightshift.outbox (
  id uuid PRIMARY KEY,
  publication integer NOT NULL,
  queue text NOT NULL,
  due_at timestamptz NOT NULL,
  is_repeat boolean NOT NULL DEFAULT false
) WITH (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 5000);
CREATE INDEX outbox_due ON nightshift.outbox (queue, due_at, id)`;

const ATTEMPTS = `
CREATE TABLE nightshift.attempts (
  job_id uuid NOT NULL,
  run integer NOT NULL,
  publication integer NOT NULL,
  attempt integer NOT NULL,
  worker uuid,
  started_at timestamptz NOT NULL,
  duration_ms integer NOT NULL,
  outcome text NOT NULL,
  reason text,
  error jsonb,
  log jsonb,
  PRIMARY KEY (job_id, run)
) PARTITION BY RANGE (job_id)`;

const STEPS = `
CREATE TABLE nightshift.steps (
  job_id uuid NOT NULL,
  name text NOT NULL,
  state text NOT NULL CHECK (state IN ('claimed', 'done', 'unknown')),
  run integer NOT NULL,
  result jsonb,
  claimed_at timestamptz NOT NULL DEFAULT now(),
  done_at timestamptz,
  PRIMARY KEY (job_id, name)
) PARTITION BY RANGE (job_id)`;

const KEYS_AND_PARENTS = `
CREATE TABLE nightshift.job_keys (
  name text NOT NULL,
  key text NOT NULL,
  job_id uuid NOT NULL,
  held_until timestamptz,
  PRIMARY KEY (name, key)
);
CREATE TABLE nightshift.job_parents (
  child uuid NOT NULL,
  parent uuid NOT NULL,
  position integer NOT NULL,
  PRIMARY KEY (child, parent)
);
CREATE INDEX job_parents_parent ON nightshift.job_parents (parent)`;

const WORKERS = `
CREATE TABLE nightshift.workers (
  id uuid PRIMARY KEY,
  worker_group text NOT NULL,
  host text NOT NULL,
  pid integer NOT NULL,
  version text NOT NULL,
  queues text[] NOT NULL,
  concurrency integer NOT NULL,
  http_port integer,
  started_at timestamptz NOT NULL DEFAULT now(),
  beat_at timestamptz NOT NULL DEFAULT now(),
  lease_until timestamptz NOT NULL,
  left_at timestamptz,
  running uuid[] NOT NULL DEFAULT '{}',
  alone uuid,
  stats jsonb
) WITH (fillfactor = 50)`;

const OPERATIONS = `
CREATE TABLE nightshift.queue_cancellations (
  queue text PRIMARY KEY,
  last_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE nightshift.queue_pauses (
  queue text PRIMARY KEY,
  paused_by text NOT NULL,
  paused_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE nightshift.recoveries (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now(),
  queue text NOT NULL,
  why text NOT NULL,
  repeated integer NOT NULL,
  released integer NOT NULL
)`;

// For ids that carry no time, or a time for which there is no partition: nothing is ever refused.
const STRAYS = `
CREATE TABLE nightshift.jobs_default PARTITION OF nightshift.jobs DEFAULT WITH (fillfactor = 50);
CREATE TABLE nightshift.attempts_default PARTITION OF nightshift.attempts DEFAULT;
CREATE TABLE nightshift.steps_default PARTITION OF nightshift.steps DEFAULT`;

const STATEMENTS = [
  JOBS,
  JOBS_INDEXES,
  ERROR_TEXT_INDEX,
  OUTBOX,
  ATTEMPTS,
  STEPS,
  KEYS_AND_PARENTS,
  WORKERS,
  OPERATIONS,
  STRAYS,
];
