import type { Database } from '../../db/database.ts';
import { type Log, silentLog } from '../../telemetry/log.ts';
import { LedgerUnavailableError } from '../ledger-errors.ts';
import { takeChore } from './take-chore.ts';

/** Something to be done now and then by any one process. */
export interface Chore {
  readonly name: string;
  readonly everyMs: number;
  readonly run: () => Promise<unknown>;
}

export interface RunningChores {
  /** Begins no more, and waits for the one under way. */
  close(): Promise<void>;
}

/** Does each chore once in its period, in one of all processes that do the same. */
export function startChores(
  database: Database,
  chores: readonly Chore[],
  { log = silentLog, lookEveryMs = 5_000 }: { readonly log?: Log; readonly lookEveryMs?: number } = {},
): RunningChores {
  let underWay = Promise.resolve();
  let isLooking = false;
  const look = async (): Promise<void> => {
    isLooking = true;
    for (const chore of chores) await doOne(database, chore, log);
    isLooking = false;
  };
  const start = (): void => {
    if (!isLooking) underWay = look();
  };
  const timer = setInterval(start, lookEveryMs);
  start();
  return {
    close: () => {
      clearInterval(timer);
      return underWay;
    },
  };
}

async function doOne(database: Database, { name, everyMs, run }: Chore, log: Log): Promise<void> {
  try {
    if (await takeChore(database, name, everyMs)) await run();
  } catch (error) {
    if (!(error instanceof LedgerUnavailableError)) log.error('a chore failed', { chore: name, error });
  }
}
