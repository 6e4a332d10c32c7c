import type { Database } from '../db/database.ts';
import type { Chore } from '../ledger/chores/start-chores.ts';
import { sweepActivity } from './activity/postgres-activity-store.ts';
import { sweepCache } from './cache/sweep-cache.ts';
import { sweepMessages } from './channels/sweep-messages.ts';
import { sweepLimits } from './limits/sweep-limits.ts';
import { sweepLocks } from './locks/sweep-locks.ts';
import { sweepSessions } from './sessions/sweep-sessions.ts';

const HOUR_MS = 3_600_000;
/** Long tables take longer than the queries that somebody waits for. */
const SWEEP_TIMEOUT_MS = 120_000;

/** What keeps the tables of sessions, limits, activity, locks, cache and channels small, whatever has anything in them. */
export function kvChores(given: Database): readonly Chore[] {
  const database = given.withTimeout(SWEEP_TIMEOUT_MS);
  return [
    { name: 'sweep-sessions', everyMs: HOUR_MS, run: () => sweepSessions(database) },
    { name: 'sweep-limits', everyMs: HOUR_MS, run: () => sweepLimits(database) },
    { name: 'sweep-activity', everyMs: HOUR_MS, run: () => sweepActivity(database) },
    { name: 'sweep-cache', everyMs: HOUR_MS, run: () => sweepCache(database) },
    { name: 'sweep-locks', everyMs: HOUR_MS, run: () => sweepLocks(database) },
    { name: 'sweep-messages', everyMs: HOUR_MS, run: () => sweepMessages(database) },
  ];
}
