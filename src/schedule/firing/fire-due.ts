import type { Database } from '../../db/database.ts';
import { sessionOf } from '../../db/session-of.ts';
import type { Clock } from '../../job/clock.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { LedgerUnavailableError } from '../../ledger/ledger-errors.ts';
import { findDueNames, takeDueRows } from './due-row.ts';
import { findFailing, findRunning } from './last-jobs.ts';
import { planPause, planRow, type RowPlan } from './plan-row.ts';
import { writePlans } from './write-plans.ts';

const SCHEDULES_A_TRANSACTION = 200;

export interface FiringParts {
  readonly database: Database;
  readonly ledger: Pick<Ledger, 'accept'>;
  /** Default: the database's clock. */
  readonly clock?: Clock | undefined;
}

/** What one look at the due schedules has come to. */
export interface FireReport {
  /** What was decided and written, schedule by schedule. */
  readonly plans: readonly RowPlan[];
  /** Schedules that could not be fired, and why; the others are fired all the same. */
  readonly failures: readonly FireFailure[];
}

export interface FireFailure {
  readonly name: string;
  readonly error: Error;
}

/**
 * Decides on every due time that has come and that no other scheduler is deciding on. Rejects with
 * `LedgerUnavailableError` when PostgreSQL does not answer; whatever else goes wrong is one schedule's failure.
 */
export async function fireDue(parts: FiringParts): Promise<FireReport> {
  const plans: RowPlan[] = [];
  try {
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- the next batch is what this one has left
      const batch = await fireBatch(parts, { limit: SCHEDULES_A_TRANSACTION });
      plans.push(...batch);
      if (batch.length < SCHEDULES_A_TRANSACTION) return { plans, failures: [] };
    }
  } catch (error) {
    if (error instanceof LedgerUnavailableError) throw error;
    const { plans: others, failures } = await fireOneByOne(parts);
    return { plans: [...plans, ...others], failures };
  }
}

/** One schedule that cannot be fired must not hold up the others of its batch. */
async function fireOneByOne(parts: FiringParts): Promise<FireReport> {
  const plans: RowPlan[] = [];
  const failures: FireFailure[] = [];
  for (const name of await findDueNames(parts.database, parts.clock?.nowMs())) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one after the other is the point
      plans.push(...(await fireBatch(parts, { limit: 1, name })));
    } catch (error) {
      if (error instanceof LedgerUnavailableError || !(error instanceof Error)) throw error;
      failures.push({ name, error });
    }
  }
  return { plans, failures };
}

function fireBatch(
  { database, ledger, clock }: FiringParts,
  request: { readonly limit: number; readonly name?: string },
): Promise<readonly RowPlan[]> {
  return database.transaction(async (trx) => {
    const session = sessionOf(trx);
    const rows = await takeDueRows(session, { ...request, nowMs: clock?.nowMs() });
    if (rows.length === 0) return [];
    const running = await findRunning(session, rows);
    const failing = await findFailing(session, rows);
    const plans = rows.map((row) =>
      failing.has(row.name) ? planPause(row) : planRow(row, running.has(row.lastJobId ?? '')),
    );
    await writePlans(session, ledger, plans);
    return plans;
  });
}
