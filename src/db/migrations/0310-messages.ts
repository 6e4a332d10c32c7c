import { type Kysely, sql } from 'kysely';

/** What callbacks, links and campaigns that schedules begin need. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

// A job that begins a campaign finds it again at its next attempt.
const CAMPAIGN_JOBS = `
ALTER TABLE app.campaigns ADD COLUMN job_id uuid UNIQUE`;

// The line that a provider's callback is about.
const CHANNEL_JOBS = `
CREATE INDEX notification_channels_job ON app.notification_channels (job_id) WHERE job_id IS NOT NULL`;

// One row: what signs the links in mails, for all processes.
const LINK_KEYS = `
CREATE TABLE app.link_keys (
  id integer PRIMARY KEY CHECK (id = 1),
  key bytea NOT NULL CHECK (length(key) = 32),
  created_at timestamptz NOT NULL DEFAULT now()
)`;

const STATEMENTS = [CAMPAIGN_JOBS, CHANNEL_JOBS, LINK_KEYS];
