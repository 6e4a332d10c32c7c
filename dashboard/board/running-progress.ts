import { z } from 'zod';
import type { Json } from '../../src/job/json.ts';
import type { RegisteredWorker } from '../../src/ledger/search/list-workers.ts';

const stats = z.object({ running: z.array(z.object({ id: z.string(), progress: z.json().optional() })) });

/** The progress of what the workers run at the moment, by job id, as they told with their last beat. */
export function runningProgress(workers: readonly RegisteredWorker[]): ReadonlyMap<string, Json> {
  const known = new Map<string, Json>();
  for (const worker of workers) {
    const told = stats.safeParse(worker.stats);
    if (!worker.isAlive || !told.success) continue;
    for (const { id, progress } of told.data.running) if (progress !== undefined) known.set(id, progress);
  }
  return known;
}
