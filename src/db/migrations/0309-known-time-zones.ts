import { type Kysely, sql } from 'kysely';

/** Refuses a zone that PostgreSQL does not know: one such row would stop every query that asks what day it is for all. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const table of ['users', 'sellers'])
    await sql
      .raw(
        `ALTER TABLE app.${table} ADD CONSTRAINT ${table}_known_time_zone
         CHECK (timezone(time_zone, timestamptz 'epoch') IS NOT NULL)`,
      )
      .execute(db);
}
