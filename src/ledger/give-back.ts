import type { Database } from '../db/database.ts';
import { rowsOf } from '../db/rows-of.ts';
import { sessionOf } from '../db/session-of.ts';
import { endJobs } from './end/end-jobs.ts';
import type { Fence } from './ledger.ts';

/** Gives runs back unharmed: the broker still has the message, so there is no outbox row. Cancelled ones end instead. */
export async function giveBack(database: Database, fences: readonly Fence[]): Promise<void> {
  if (fences.length === 0) return;
  await database.transaction(async (trx) => {
    const session = sessionOf(trx);
    const rows = await rowsOf<{ id: string; cancel_asked: string | null }>(session, GIVE_BACK, [
      JSON.stringify(fences),
    ]);
    for (const { id, cancel_asked: reason } of rows) {
      if (reason !== null) await endJobs(session, [id], { from: 'waiting', to: 'cancelled', reason });
    }
  });
}

const GIVE_BACK = `
UPDATE nightshift.jobs AS j SET state = 'waiting', attempt = j.attempt - 1, owner = NULL
FROM json_to_recordset($1) AS f(id uuid, publication integer, run integer)
WHERE j.id = f.id AND j.publication = f.publication AND j.run = f.run AND j.state = 'active'
RETURNING j.id, j.cancel_asked`;
