import { type Kysely, sql } from 'kysely';

/** Operators look for failed jobs of one queue or of one name, newest first. Only jobs that ended badly are in these indexes. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const column of ['queue', 'name']) {
    await sql`
      CREATE INDEX ${sql.ref(`jobs_closed_${column}`)} ON nightshift.jobs (closed_as, ${sql.ref(column)}, created_at)
      WHERE closed_as IS NOT NULL`.execute(db);
  }
}
