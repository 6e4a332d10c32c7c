import type { Database } from '../db/database.ts';
import { sessionOf } from '../db/session-of.ts';
import type { LedgerTransaction } from '../job/handler-context.ts';
import type { HandlerOutcome } from '../job/outcome.ts';
import type { Fence, Ledger } from '../ledger/ledger.ts';
import type { Attempt } from './attempt.ts';
import { Slots } from './slots.ts';
import { LostAttemptError, StepNeedsLedgerError } from './steps.ts';
import { usableOutcome } from './usable-outcome.ts';

export interface TransactionParts {
  readonly database: Database;
  readonly ledger: Ledger;
  readonly workerId: string;
  /** Who may hold a connection for as long as a handler's writes take. */
  readonly turns: Slots;
}

/** Connections that are left to heartbeats, claims and records, where there are so many. */
const SPARED_SESSIONS = 3;

/** Turns for the transactions of a process: were all connections theirs, its lease would run out behind them. */
export function transactionTurns({ maxSessions }: Pick<Database, 'maxSessions'>): Slots {
  return new Slots(Math.max(1, maxSessions - SPARED_SESSIONS));
}

/**
 * Runs a handler's writes and the record of its outcome in one transaction. When the run has been given up meanwhile
 * the record is refused, and with it the writes.
 */
export async function recordInTransaction(
  parts: TransactionParts,
  attempt: Attempt,
  write: (trx: LedgerTransaction) => Promise<HandlerOutcome | void>,
): Promise<HandlerOutcome> {
  if (!attempt.fence) throw new StepNeedsLedgerError(attempt.job.queue);
  await parts.turns.take();
  try {
    return await transact(parts, attempt.fence, attempt, write);
  } finally {
    parts.turns.give();
  }
}

async function transact(
  { database, ledger, workerId }: TransactionParts,
  fence: Fence,
  attempt: Attempt,
  write: (trx: LedgerTransaction) => Promise<HandlerOutcome | void>,
): Promise<HandlerOutcome> {
  const { startedAtMs, logLines: log } = attempt;
  const outcome = await database.transaction(async (trx) => {
    const wanted = usableOutcome(await write(trx));
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
