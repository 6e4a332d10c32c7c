import { type Kysely, sql } from 'kysely';

/** What is or was wrong, and what operators do not want to hear of for a time. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [ALERTS, SILENCES]) await sql.raw(statement).execute(db);
}

// One row for each time that something was wrong; of those that are not over, one for each rule and subject.
const ALERTS = `
CREATE TABLE nightshift.alerts (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  rule text NOT NULL,
  subject text NOT NULL,
  value double precision NOT NULL,
  threshold double precision NOT NULL,
  message text NOT NULL,
  opened_at timestamptz NOT NULL DEFAULT now(),
  seen_at timestamptz NOT NULL DEFAULT now(),
  told_at timestamptz,
  recovered_at timestamptz,
  recovery_told_at timestamptz
);
CREATE UNIQUE INDEX alerts_open ON nightshift.alerts (rule, subject) WHERE recovered_at IS NULL;
CREATE INDEX alerts_recovered ON nightshift.alerts (recovered_at) WHERE recovered_at IS NOT NULL`;

// The subject * stands for all of a rule.
const SILENCES = `
CREATE TABLE nightshift.alert_silences (
  rule text NOT NULL,
  subject text NOT NULL,
  until timestamptz NOT NULL,
  silenced_by text NOT NULL,
  silenced_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (rule, subject)
)`;
