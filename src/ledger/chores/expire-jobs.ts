import type { Database } from '../../db/database.ts';
import { rowsOf } from '../../db/rows-of.ts';
import { sessionOf } from '../../db/session-of.ts';
import { endJobs } from '../end/end-jobs.ts';

const BATCH_ROWS = 500;

/**
 * Ends waiting jobs whose time to start is over and to which no claim will come soon, because nothing consumes their queue. Looks
 * back a day, since whatever is older was seen before. Gives how many.
 */
export async function expireJobs(database: Database): Promise<number> {
  const rows = await rowsOf<{ id: string }>(
    database,
    `SELECT id FROM nightshift.jobs
     WHERE expires_at BETWEEN now() - interval '1 day' AND now() AND state = 'waiting' ORDER BY id`,
  );
  for (let start = 0; start < rows.length; start += BATCH_ROWS) {
    const ids = rows.slice(start, start + BATCH_ROWS).map(({ id }) => id);
    await database.transaction((trx) => endJobs(sessionOf(trx), ids, { from: 'waiting', to: 'expired' }));
  }
  return rows.length;
}
