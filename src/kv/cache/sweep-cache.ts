import type { Database } from '../../db/database.ts';

/** Deletes what nobody reads any more: values past their time that nobody loads anew, and tags past theirs. */
export async function sweepCache(database: Pick<Database, 'query'>): Promise<void> {
  await database.query(
    `DELETE FROM nightshift.cache_entries
     WHERE expires_at <= now() AND (leased_until IS NULL OR leased_until <= now())`,
  );
  await database.query('DELETE FROM nightshift.cache_tags WHERE expires_at <= now()');
}
