import { newJobId } from '../job/job-id.ts';
import type { NewJob } from '../ledger/ledger.ts';
import { InvalidEnqueueOptionsError } from './producer-errors.ts';

/** Makes each job wait for the one before it. @throws InvalidEnqueueOptionsError for a delay of one that waits */
export function chainOf(jobs: readonly NewJob[]): readonly NewJob[] {
  const groupId = newJobId();
  return jobs.map((job, index) => waitFor(job, groupId, index === 0 ? [] : [jobs[index - 1]]));
}

/** Makes `last` wait for all the others. */
export function groupOf(jobs: readonly NewJob[], last: NewJob | undefined): readonly NewJob[] {
  const groupId = newJobId();
  const members = jobs.map((job) => ({ ...job, groupId }));
  return last ? [...members, waitFor(last, groupId, members)] : members;
}

function waitFor(job: NewJob, groupId: string, parents: readonly (NewJob | undefined)[]): NewJob {
  const ids = parents.flatMap((parent) => (parent ? [parent.id] : []));
  if (ids.length > 0 && (job.due.kind === 'after' || job.due.kind === 'at'))
    throw new InvalidEnqueueOptionsError(job.name, [
      'delayMs and runAt are not for a job that waits for others, which begins when they have completed; its handler can snooze',
    ]);
  return ids.length === 0 ? { ...job, groupId } : { ...job, groupId, due: { kind: 'parents', ids } };
}
