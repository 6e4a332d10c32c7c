import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../db/database.ts';
import { isEnded } from '../job/job-state.ts';
import type { EndedJob } from '../producer/job-result.ts';

const POLL_MS = 20;

/** Looks at a job until it has ended, or `timeoutMs` milliseconds are over. */
export async function waitForEnd(
  database: Database,
  id: string,
  timeoutMs: number,
): Promise<EndedJob | undefined> {
  const deadline = performance.now() + timeoutMs;
  do {
    const { rows } = await database.query(
      'SELECT state, result, reason, error FROM nightshift.jobs WHERE id = $1',
      [id],
    );
    const row = rows[0] as EndedJob | undefined; // the columns just named
    if (row && isEnded(row.state)) return row;
    await sleep(POLL_MS);
  } while (performance.now() < deadline);
  return undefined;
}
