import { type Kysely, sql } from 'kysely';

/** Schedules and their due times; `docs/schedules.md` explains them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [SCHEDULES, SCHEDULES_DUE, DUE_TIMES]) await sql.raw(statement).execute(db);
}

const SCHEDULES = `
CREATE TABLE nightshift.schedules (
  name text PRIMARY KEY,
  created_at timestamptz NOT NULL DEFAULT now(),
  changed_at timestamptz NOT NULL DEFAULT now(),
  removed_at timestamptz,
  next_due_at timestamptz,
  waits_for uuid,
  last_due_at timestamptz,
  last_fired_at timestamptz,
  last_job_id uuid,
  paused_at timestamptz,
  paused_by text,
  paused_why text,
  failures_since timestamptz NOT NULL DEFAULT now(),
  problem text,
  problem_at timestamptz,
  hash text NOT NULL,
  definition jsonb NOT NULL,
  template jsonb NOT NULL,
  override jsonb,
  override_by text,
  override_at timestamptz
) WITH (fillfactor = 50)`;

// What is paused, removed or over is not in it, so a look costs the same however many idle schedules there are.
const SCHEDULES_DUE = `
CREATE INDEX schedules_due ON nightshift.schedules (next_due_at)
  WHERE paused_at IS NULL AND removed_at IS NULL AND next_due_at IS NOT NULL`;

// The primary key is the promise that a due time is fired once.
const DUE_TIMES = `
CREATE TABLE nightshift.schedule_due (
  schedule text NOT NULL,
  due_at timestamptz NOT NULL,
  decided_at timestamptz NOT NULL DEFAULT now(),
  decision text NOT NULL CHECK (decision IN ('fired', 'by-hand', 'missed', 'overlap')),
  job_id uuid,
  is_late boolean NOT NULL DEFAULT false,
  is_catch_up boolean NOT NULL DEFAULT false,
  missed integer NOT NULL DEFAULT 0,
  by text,
  PRIMARY KEY (schedule, due_at)
);
CREATE INDEX schedule_due_decided ON nightshift.schedule_due (decided_at)`;
