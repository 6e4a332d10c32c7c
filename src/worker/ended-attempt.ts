import type { Outcome } from '../job/outcome.ts';
import type { EndedAttempt } from '../telemetry/attempt-metrics.ts';
import type { Attempt } from './attempt.ts';
import type { JobInHand } from './job-in-hand.ts';

/** What is counted of an attempt. Only a first attempt at a job that was published at once tells how long jobs wait. */
export function toEndedAttempt(
  job: JobInHand,
  attempt: Attempt,
  outcome: Outcome['kind'],
  durationMs: number,
): EndedAttempt {
  const { publishedAtMs } = job.delivery;
  const waitMs = publishedAtMs === undefined ? undefined : attempt.startedAtMs - publishedAtMs;
  return { jobName: job.name, queue: job.queue.name, outcome, durationMs, waitMs };
}
