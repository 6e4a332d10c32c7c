import { randomUUID } from 'node:crypto';
import { coalesce } from '../../src/ledger/coalesce.ts';
import type { AttemptRecord, ClaimRequest, Fence, Ledger } from '../../src/ledger/ledger.ts';
import { inFlight } from './in-flight.ts';
import { type BenchLedger, fill } from './open-bench-ledger.ts';

type Case = (bench: BenchLedger, jobs: number) => Promise<number>;

/** What a worker asks of the ledger for an attempt that takes no time, 50 at once. */
export const processing: Readonly<Record<string, Case>> = {
  'claim and record, 50 at once': async ({ ledger }, jobs) => {
    const ids = await published(ledger, jobs);
    const { claim, record } = await worker(ledger);
    return inFlight(ids, 50, async (id) => {
      const answer = await claim({ id, publication: 1, isRedelivered: false });
      if (answer.kind === 'claimed') await record(completed(answer.fence, false));
    });
  },
  'record with a presumed claim, 50 at once': async ({ ledger }, jobs) => {
    const ids = await published(ledger, jobs);
    const { record } = await worker(ledger);
    return inFlight(ids, 50, (id) => record(completed({ id, publication: 1, run: 1 }, true)));
  },
};

async function published(ledger: Ledger, jobs: number): Promise<readonly string[]> {
  const ids = await fill(ledger, jobs);
  for (let at = 0; at < ids.length; at += 500) {
    await ledger.markPublished(ids.slice(at, at + 500).map((id) => ({ id, publication: 1 })));
  }
  return ids;
}

async function worker(ledger: Ledger) {
  const id = randomUUID();
  const identity = {
    id,
    group: 'bench',
    host: 'bench',
    pid: process.pid,
    version: '0',
    queues: [],
    concurrency: 50,
  };
  await ledger.beat({ worker: identity, leaseMs: 600_000, running: [], stats: null });
  return {
    claim: coalesce((requests: readonly ClaimRequest[]) => ledger.claim(requests, id)),
    record: coalesce((attempts: readonly AttemptRecord[]) => ledger.record(attempts, id)),
  };
}

function completed(fence: Fence, isPresumed: boolean): AttemptRecord {
  const outcome = { kind: 'completed', result: { ok: true } } as const;
  return { fence, isPresumed, outcome, startedAtMs: Date.now(), durationMs: 1, log: [] };
}
