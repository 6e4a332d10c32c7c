import type { Database } from '../../db/database.ts';

/** Deletes locks that nobody has held for an hour. */
export async function sweepLocks(database: Pick<Database, 'query'>): Promise<void> {
  await database.query(`DELETE FROM nightshift.locks WHERE lease_until < now() - interval '1 hour'`);
}
