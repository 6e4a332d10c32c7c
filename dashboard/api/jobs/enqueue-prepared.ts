import type { Platform } from '../../../src/platform/platform.ts';
import { ApiError } from '../http/api-error.ts';
import type { AcceptedJob } from './job-schemas.ts';
import type { PreparedJob } from './prepare-job.ts';

/** Enqueues one job under an id that was chosen for it. */
export async function enqueuePrepared(
  { producer }: Platform,
  { definition, queue, payload, options }: PreparedJob,
  id: string,
): Promise<AcceptedJob> {
  const job = await producer.enqueue(definition, payload, { ...options, id });
  return {
    id: job.id,
    queue: queue.name,
    statusUrl: `/api/jobs/${job.id}`,
    isDuplicate: job.id !== id,
    isRecorded: queue.recorded,
  };
}

/** Enqueues all of them. @throws ApiError 503 that names those that exist, when a server has taken some and not others */
export async function enqueueAll(
  platform: Platform,
  jobs: readonly PreparedJob[],
  ids: readonly string[],
): Promise<readonly AcceptedJob[]> {
  const settled = await Promise.allSettled(
    jobs.map((job, index) => enqueuePrepared(platform, job, ids[index] ?? '')),
  );
  const refused = settled.find((each) => each.status === 'rejected');
  const accepted = settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  if (!refused) return accepted;
  if (accepted.length === 0) throw refused.reason;
  const taken = settled.flatMap((each, index) =>
    each.status === 'fulfilled' ? [{ index, id: each.value.id }] : [],
  );
  throw new ApiError(
    503,
    `Of ${jobs.length} jobs ${taken.length} were accepted before a server did not answer. Ask again with the same Idempotency-Key, or send those that are not in "accepted".`,
    { cause: refused.reason, more: { accepted: taken } },
  );
}
