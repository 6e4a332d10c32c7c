import { rowsOf } from '../../db/rows-of.ts';
import { endJobs } from '../end/end-jobs.ts';
import type { ClaimRequest } from '../ledger.ts';
import type { Session } from '../session.ts';
import { claimWaiting } from './claim-waiting.ts';
import type { ParentlessAnswer } from './claimed-row.ts';
import { grantAgain } from './grant-again.ts';
import { type DoubtfulRow, judge, type Verdict } from './judge.ts';
import { takeOver } from './take-over.ts';

/** Answers claims that were not simply granted, each by what its locked row says. */
export async function settleDoubts(
  session: Session,
  requests: readonly ClaimRequest[],
  workerId: string,
): Promise<ReadonlyMap<ClaimRequest, ParentlessAnswer>> {
  const verdicts = judgeAll(await lockRows(session, requests, workerId), requests);
  const judged = (verdict: Verdict) => requests.filter((request) => verdicts.get(request) === verdict);
  await endThem(session, judged('expire'), 'expired');
  await endThem(session, judged('cancel'), 'cancelled');
  const claimed = await claimWaiting(session, judged('claim'), workerId);
  const granted = await grantAgain(session, judged('granted'));
  const takenOver = await takeOver(session, judged('take-over'), workerId);
  return new Map(
    requests.map((request) => [
      request,
      claimed.get(request) ??
        granted.get(request) ??
        takenOver.get(request) ??
        toAnswer(verdicts.get(request)),
    ]),
  );
}

function judgeAll(
  rows: readonly DoubtfulRow[],
  requests: readonly ClaimRequest[],
): ReadonlyMap<ClaimRequest, Verdict> {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const verdicts = new Map<ClaimRequest, Verdict>();
  for (const request of requests) {
    const row = byId.get(request.id);
    const verdict = judge(row, request);
    verdicts.set(request, verdict);
    // A second delivery of the same job in this batch finds it in the hands of this worker.
    const isTaken = verdict === 'claim' || verdict === 'granted' || verdict === 'take-over';
    if (row && isTaken) byId.set(row.id, { ...row, state: 'active', is_own: false, is_owner_alive: true });
  }
  return verdicts;
}

/** Two statements: one that waits for a lock sees the row as it then is, but the joined owner as it was before. */
async function lockRows(
  session: Session,
  requests: readonly ClaimRequest[],
  workerId: string,
): Promise<readonly DoubtfulRow[]> {
  const ids = [...new Set(requests.map(({ id }) => id))];
  await session.query('SELECT FROM nightshift.jobs WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE', [ids]);
  return rowsOf<DoubtfulRow>(
    session,
    `SELECT j.id, j.publication, j.state, coalesce(j.expires_at <= now(), false) AS is_over, j.cancel_asked, j.run,
       coalesce(j.owner = $2, false) AS is_own, coalesce(w.lease_until > clock_timestamp(), false) AS is_owner_alive
     FROM nightshift.jobs AS j LEFT JOIN nightshift.workers AS w ON w.id = j.owner
     WHERE j.id = ANY($1::uuid[])`,
    [ids, workerId],
  );
}

async function endThem(
  session: Session,
  requests: readonly ClaimRequest[],
  to: 'expired' | 'cancelled',
): Promise<void> {
  const from = to === 'expired' ? 'waiting' : 'active';
  await endJobs(
    session,
    requests.map(({ id }) => id),
    { from, to },
  );
}

function toAnswer(verdict: Verdict | undefined): ParentlessAnswer {
  return { kind: verdict === 'unknown' || verdict === 'held' ? verdict : 'stale' };
}
