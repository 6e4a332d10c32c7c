import type { Database } from '../../db/database.ts';

const KEPT_MS = 86_400_000;

/** Deletes messages that are older than a day, and remembers up to which id, so that readers learn what they missed. */
export async function sweepMessages(database: Pick<Database, 'query'>): Promise<void> {
  await database.query(SWEEP, [KEPT_MS]);
}

// Ids are in the order of time, near enough: up to the last one that is too old.
const SWEEP = `
WITH last AS (SELECT max(id) AS id FROM nightshift.channel_messages WHERE at < now() - $1 * interval '1 ms'),
swept AS (DELETE FROM nightshift.channel_messages AS m USING last WHERE m.id <= last.id)
UPDATE nightshift.channel_sweep SET swept_to = last.id FROM last WHERE last.id > swept_to`;
