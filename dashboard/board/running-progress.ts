import type { Json } from '../../src/job/json.ts';
import type { RegisteredWorker } from '../../src/ledger/search/list-workers.ts';
import { runningJobs } from '../../src/ledger/search/running-jobs.ts';

/** The progress of what the workers run at the moment, by job id, as they told with their last beat. */
export function runningProgress(workers: readonly RegisteredWorker[]): ReadonlyMap<string, Json> {
  return new Map(
    runningJobs(workers).flatMap(({ id, progress }) => (progress === undefined ? [] : [[id, progress]])),
  );
}
