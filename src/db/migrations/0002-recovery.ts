import { type Kysely, sql } from 'kysely';

/** What recovery and the chores remember. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE nightshift.workers
      ADD COLUMN suspected_at timestamptz,
      ADD COLUMN is_settled boolean NOT NULL DEFAULT false`.execute(db);
  await sql`
    CREATE TABLE nightshift.chores (
      name text PRIMARY KEY,
      taken_at timestamptz NOT NULL DEFAULT now()
    )`.execute(db);
}
