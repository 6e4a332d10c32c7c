import { expect, test } from 'vitest';
import { defineJob } from '../../src/job/job-definition.ts';
import { completed } from '../../src/job/outcome.ts';
import type { AttemptRecord } from '../../src/ledger/ledger.ts';
import { LedgerUnavailableError } from '../../src/ledger/ledger-errors.ts';
import type { Attempt } from '../../src/worker/attempt.ts';
import { Finishing } from '../../src/worker/finishing.ts';
import type { JobInHand } from '../../src/worker/job-in-hand.ts';
import type { Records } from '../../src/worker/records.ts';
import { z } from 'zod';

const fence = { id: '01a1fd89-0dac-748b-b551-a860595ebe35', publication: 1, run: 1 };
const definition = defineJob({ name: 'test.end', queue: 'q', payload: z.any(), run: () => {} });

/** Finishes an attempt with a result that the ledger refuses for this reason; gives what it was told. */
async function finish(refusal: Error) {
  const told: AttemptRecord[] = [];
  let settled = 0;
  const record = async (attempt: AttemptRecord) => {
    told.push(attempt);
    if (attempt.outcome.kind === 'completed') throw refusal;
    return 'recorded' as const;
  };
  const finishing = new Finishing({
    records: { record } as Records, // it is asked for nothing else
    claims: undefined as never,
    giveBack: async () => {},
    onEnd: () => {},
  });
  const job = { delivery: { settle: async () => void (settled += 1) }, definition } as unknown as JobInHand;
  const attempt = { fence, startedAtMs: 0, logLines: [] } as unknown as Attempt;
  const end = finishing.finish(job, attempt, { kind: 'outcome', outcome: completed('too much') });
  await end.catch(() => undefined);
  return { told: told.map(({ outcome }) => outcome), settled };
}

test('a job whose outcome PostgreSQL refuses fails, and does not stay active', async () => {
  const { told, settled } = await finish(new Error('total size of jsonb elements exceeds the maximum'));
  expect(told).toMatchObject([
    { kind: 'completed' },
    {
      kind: 'failed',
      reason: 'permanent',
      error: { message: expect.stringContaining('exceeds the maximum') },
    },
  ]);
  expect(settled).toBe(1);
});

test('a PostgreSQL that does not answer has refused nothing', async () => {
  const { told, settled } = await finish(new LedgerUnavailableError('record', 'away'));
  expect([told.length, settled]).toEqual([1, 0]);
});
