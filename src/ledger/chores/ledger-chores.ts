import type { Database } from '../../db/database.ts';
import { makePartitions } from '../partitions/make-partitions.ts';
import { prune } from '../partitions/prune.ts';
import type { Retention } from '../partitions/retention.ts';
import { settleTheDead } from '../recovery/settle-the-dead.ts';
import { type HeldBy, sweep } from '../recovery/sweep.ts';
import { tidyBuckets } from '../turns/buckets.ts';
import { expireJobs } from './expire-jobs.ts';
import type { Chore } from './start-chores.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** What keeps the ledger in order. `heldBy`: see {@link sweep}. `retention`: default that of `prune`. */
export function ledgerChores(
  database: Database,
  { heldBy, retention }: { readonly heldBy: HeldBy; readonly retention?: Retention },
): readonly Chore[] {
  return [
    { name: 'settle-the-dead', everyMs: 15_000, run: () => settleTheDead(database) },
    { name: 'expire-jobs', everyMs: 30_000, run: () => expireJobs(database) },
    { name: 'sweep', everyMs: HOUR_MS, run: () => sweep(database, heldBy) },
    { name: 'prune', everyMs: HOUR_MS, run: () => prune(database, retention) },
    { name: 'tidy-buckets', everyMs: HOUR_MS, run: () => tidyBuckets(database) },
    { name: 'make-partitions', everyMs: 6 * HOUR_MS, run: () => makePartitions(database) },
  ];
}
