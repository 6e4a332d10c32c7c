import { coalesce } from '../ledger/coalesce.ts';
import type { AttemptRecord, KeptJob, Ledger, RecordAnswer } from '../ledger/ledger.ts';
import { CROWD_WAIT_MS } from './crowd-wait.ts';
import type { LedgerGate } from './ledger-gate.ts';

/** What one worker process tells the ledger, in batches; it waits for PostgreSQL as long as the worker lives. */
export class Records {
  readonly record: (attempt: AttemptRecord) => Promise<RecordAnswer>;
  readonly keep: (job: KeptJob) => Promise<void>;

  constructor(ledger: Ledger, gate: LedgerGate, workerId: string) {
    this.record = coalesce(
      (attempts: readonly AttemptRecord[]) => gate.ask(() => ledger.record(attempts, workerId)),
      { crowdWaitMs: CROWD_WAIT_MS },
    );
    this.keep = coalesce(async (jobs: readonly KeptJob[]) => {
      await gate.ask(() => ledger.keep(jobs));
      return jobs.map(() => undefined);
    });
  }
}
