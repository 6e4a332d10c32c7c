import { type Kysely, sql } from 'kysely';

/** What brokers hold, so that nobody has to look for it among all the jobs that have ended. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE nightshift.published (
      id uuid PRIMARY KEY,
      queue text NOT NULL,
      published_at timestamptz NOT NULL DEFAULT now()
    ) WITH (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 5000)`.execute(db);
  await sql`CREATE INDEX published_queue ON nightshift.published (queue, published_at)`.execute(db);
  await sql`
    INSERT INTO nightshift.published (id, queue)
    SELECT id, queue FROM nightshift.jobs AS j
    WHERE state IN ('waiting', 'active') AND NOT EXISTS (SELECT FROM nightshift.outbox AS o WHERE o.id = j.id)`.execute(
    db,
  );
}
