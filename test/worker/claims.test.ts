import { expect, test } from 'vitest';
import { newJobId } from '../../src/job/job-id.ts';
import type { ClaimAnswer, ClaimRequest, Ledger } from '../../src/ledger/ledger.ts';
import { LedgerUnavailableError } from '../../src/ledger/ledger-errors.ts';
import { Claims } from '../../src/worker/claims.ts';
import { LedgerGate } from '../../src/worker/ledger-gate.ts';

function granted(id: string, run: number): ClaimAnswer {
  return {
    kind: 'claimed',
    fence: { id, publication: 1, run },
    attempt: run,
    maxAttempts: 5,
    deaths: 0,
    enqueuedAt: new Date(),
    tags: [],
    parents: [],
  };
}

test('a claim that is made again says so, and which run this worker has been given already', async () => {
  const asked: ClaimRequest[] = [];
  const failures = [false, true, false];
  const ledger = {
    claim: async (requests: readonly ClaimRequest[]) => {
      asked.push(...requests);
      if (failures.shift()) throw new LedgerUnavailableError('claim', new Error('cut'));
      return requests.map(({ id }) => granted(id, 1));
    },
  };
  const gate = new LedgerGate({ onAway: () => {}, onBack: () => {} });
  // as: it asks nothing else of a ledger
  const claims = new Claims(ledger as unknown as Ledger, gate, 'me');
  const [known, other] = [newJobId(), newJobId()];
  const requestOf = (id: string) => ({ id, publication: 1, isRedelivered: false });
  await claims.claim(requestOf(known));
  await Promise.all([claims.claim(requestOf(known)), claims.claim(requestOf(other))]);
  expect(asked.slice(0, 3).map(({ repeated }) => repeated)).toEqual([undefined, undefined, undefined]);
  expect(asked.slice(3)).toEqual([
    { ...requestOf(known), repeated: { knownRun: 1 } },
    { ...requestOf(other), repeated: { knownRun: undefined } },
  ]);
});
