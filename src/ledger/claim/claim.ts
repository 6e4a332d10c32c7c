import type { Database } from '../../db/database.ts';
import { retryConflicts } from '../../db/retry-conflicts.ts';
import { sessionOf } from '../../db/session-of.ts';
import type { ClaimAnswer, ClaimRequest } from '../ledger.ts';
import { claimWaiting } from './claim-waiting.ts';
import { settleDoubts } from './settle-doubts.ts';
import { withParents } from './with-parents.ts';

/**
 * Answers claims: nearly all are of waiting jobs and take one statement. The others are looked at once more, with
 * their rows locked.
 */
export async function claim(
  database: Database,
  requests: readonly ClaimRequest[],
  workerId: string,
): Promise<readonly ClaimAnswer[]> {
  if (requests.length === 0) return [];
  const answers = new Map<ClaimRequest, ClaimAnswer>();
  for (const [request, answer] of await retryConflicts(() => claimWaiting(database, requests, workerId))) {
    answers.set(request, answer);
  }
  const doubtful = requests.filter((request) => !answers.has(request));
  if (doubtful.length > 0) {
    const settled = await database.transaction((trx) => settleDoubts(sessionOf(trx), doubtful, workerId));
    for (const [request, answer] of settled) answers.set(request, answer);
  }
  return withParents(
    database,
    requests.map((request) => answers.get(request) ?? { kind: 'stale' }),
  );
}
