import type { Outcome } from '../job/outcome.ts';
import { toJobError } from '../job/to-job-error.ts';
import type { Attempt } from './attempt.ts';
import type { JobInHand } from './job-in-hand.ts';

/** Between two looks whether a deploy has brought the job's definition, in milliseconds. */
const LOOK_AGAIN_MS = 15_000;

/** What becomes of an attempt without its handler being asked; `undefined` when the handler is to run. */
export function platformOutcome(
  job: JobInHand,
  attempt: Attempt,
  unknownJobWaitMs: number,
): Outcome | undefined {
  if (job.corrupt) return corruptOutcome(job.queue.name, job.corrupt);
  if (!attempt.fence && job.mark.expiresAtMs !== undefined && job.mark.expiresAtMs <= Date.now())
    return { kind: 'expired' };
  return job.definition ? undefined : unknownJobOutcome(job, attempt.job.enqueuedAt, unknownJobWaitMs);
}

function corruptOutcome(queue: string, raw: Uint8Array): Outcome {
  const shown = Buffer.from(raw.subarray(0, 200)).toString();
  const error = new Error(
    `The broker's copy of the job in queue ${queue} is damaged: ${JSON.stringify(shown)}. Retry the job: the ledger has its payload.`,
  );
  return { kind: 'failed', reason: 'corrupt', error: toJobError(error) };
}

/**
 * A job that this process cannot run: it waits, because a deploy may be half done, and fails when it has waited for
 * `waitMs` milliseconds since it was enqueued.
 */
function unknownJobOutcome(job: JobInHand, enqueuedAt: Date, waitMs: number): Outcome {
  const leftMs = enqueuedAt.getTime() + waitMs - Date.now();
  if (leftMs > 0) return { kind: 'snoozed', delayMs: Math.min(LOOK_AGAIN_MS, leftMs) };
  const error = new Error(
    `No worker of queue ${job.queue.name} knows job ${JSON.stringify(job.name)} in version ${job.mark.version}. Deploy its definition, then retry the job.`,
  );
  return { kind: 'failed', reason: 'unknown-job', error: toJobError(error) };
}

/** Deaths of its process after which a job is not run again. */
export const MAX_DEATHS = 4;

/** Deaths after which a job runs alone in its process, so that its neighbours are not counted among its victims. */
export const DEATHS_UNTIL_ALONE = 2;

export function poisonOutcome(deaths: number): Outcome {
  const error = new Error(
    `The worker process died ${deaths} times while it ran this job. Look at the worker's last lines, mend the handler, then retry.`,
  );
  return { kind: 'failed', reason: 'poison', error: toJobError(error) };
}
