import type { LedgerTransaction } from '../job/handler-context.ts';
import { completed, type HandlerOutcome } from '../job/outcome.ts';
import type { Database } from '../db/database.ts';
import { sessionOf } from '../db/session-of.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Attempt } from './attempt.ts';
import { LostAttemptError, StepNeedsLedgerError } from './steps.ts';

export interface TransactionParts {
  readonly database: Database;
  readonly ledger: Ledger;
  readonly workerId: string;
}

/**
 * Runs a handler's writes and the record of its outcome in one transaction. When the run has been given up meanwhile
 * the record is refused, and with it the writes.
 */
export async function recordInTransaction(
  { database, ledger, workerId }: TransactionParts,
  attempt: Attempt,
  write: (trx: LedgerTransaction) => Promise<HandlerOutcome | void>,
): Promise<HandlerOutcome> {
  const { fence, startedAtMs, logLines: log } = attempt;
  if (!fence) throw new StepNeedsLedgerError(attempt.job.queue);
  const outcome = await database.transaction(async (trx) => {
    const wanted = (await write(trx)) ?? completed();
    const record = {
      fence,
      isPresumed: attempt.presumed !== undefined,
      outcome: wanted,
      startedAtMs,
      durationMs: Date.now() - startedAtMs,
      log,
    };
    const [answer] = await ledger.record([record], workerId, sessionOf(trx));
    if (answer !== 'recorded') throw new LostAttemptError(fence.id);
    return wanted;
  });
  attempt.recordedInTransaction = outcome;
  return outcome;
}
