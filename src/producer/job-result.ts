import type { Json } from '../job/json.ts';
import type { JobError } from '../job/outcome.ts';
import type { EndedJob } from '../ledger/ends/read-ends.ts';
import { NightshiftError } from '../nightshift-error.ts';

/** Gives a job's end, or `undefined` when it has not ended within the time, in milliseconds. */
export type WaitForEnd = (id: string, timeoutMs: number) => Promise<EndedJob | undefined>;

/** @throws JobFailedError, JobCancelledError, JobExpiredError, ResultTimeoutError */
export async function jobResult(
  waitForEnd: WaitForEnd,
  id: string,
  timeoutMs: number,
): Promise<Json | undefined> {
  const end = await waitForEnd(id, timeoutMs);
  switch (end?.state) {
    case 'completed':
      return end.result;
    case 'failed':
    case 'discarded':
      throw new JobFailedError(id, end);
    case 'cancelled':
      throw new JobCancelledError(id, end.reason);
    case 'expired':
      throw new JobExpiredError(id);
    case 'waiting':
    case 'active':
    case undefined:
      throw new ResultTimeoutError(id, timeoutMs);
  }
}

/** The job whose result was awaited has failed for good. */
export class JobFailedError extends NightshiftError {
  readonly code = 'JOB_FAILED';
  readonly reason: string | undefined;
  readonly error: JobError | undefined;

  constructor(id: string, { reason, error }: EndedJob) {
    super(
      `Job ${id} failed (${reason ?? 'unknown reason'}): ${withoutPeriod(error?.message ?? 'no error was recorded')}. Look at it with "nightshift inspect job ${id}".`,
    );
    this.reason = reason;
    this.error = error;
  }
}

/** The job whose result was awaited was cancelled, by a person, by itself, or because a job before it failed. */
export class JobCancelledError extends NightshiftError {
  readonly code = 'JOB_CANCELLED';

  constructor(id: string, reason: string | undefined) {
    super(`Job ${id} was cancelled: ${withoutPeriod(reason ?? 'no reason was given')}.`);
  }
}

/** The job whose result was awaited was not started in time. */
export class JobExpiredError extends NightshiftError {
  readonly code = 'JOB_EXPIRED';

  constructor(id: string) {
    super(
      `Job ${id} was not started before it expired. Enqueue it again if it still matters, or allow it more time with expiresAfterMs.`,
    );
  }
}

/** The job has not ended yet. It goes on; only the waiting is over. */
export class ResultTimeoutError extends NightshiftError {
  readonly code = 'RESULT_TIMEOUT';

  constructor(id: string, timeoutMs: number) {
    super(
      `Job ${id} has not ended within ${timeoutMs} ms. It goes on: wait longer with result({ timeoutMs }), or ask again later.`,
    );
  }
}

/** The messages of others end in one, or not. */
function withoutPeriod(text: string): string {
  return text.replace(/\.$/, '');
}
