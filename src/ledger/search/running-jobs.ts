import { z } from 'zod';
import type { Json } from '../../job/json.ts';
import type { RegisteredWorker } from './list-workers.ts';

/** A job that runs now, as its worker told with its last beat; of unrecorded queues, too. */
export interface RunningJob {
  readonly id: string;
  readonly name: string;
  readonly attempt: number;
  readonly startedAtMs: number;
  readonly progress?: Json;
  readonly worker: RegisteredWorker;
}

/** What `Running.describe` of the worker writes. */
const statsSchema = z.object({
  running: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      attempt: z.number(),
      startedAtMs: z.number(),
      progress: z.json().optional(),
    }),
  ),
});

/** What live workers run at the moment. */
export function runningJobs(workers: readonly RegisteredWorker[]): readonly RunningJob[] {
  return workers
    .filter(({ isAlive }) => isAlive)
    .flatMap((worker) => {
      const told = statsSchema.safeParse(worker.stats);
      return told.success ? told.data.running.map((job) => ({ ...withoutUndefined(job), worker })) : [];
    });
}

function withoutUndefined({
  progress,
  ...job
}: z.infer<typeof statsSchema>['running'][number]): Omit<RunningJob, 'worker'> {
  return progress === undefined ? job : { ...job, progress };
}
