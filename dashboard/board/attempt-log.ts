import type { JobDetails, PastAttempt } from '../../src/ledger/search/get-job.ts';

/** Every attempt of a job, oldest first: when, how long and what came of it, with the lines that its handler logged. */
export function attemptLog(job: JobDetails): string[] {
  return job.attempts.flatMap((attempt) => [
    ...(attempt.log ?? []).map(
      ({ atMs, level, message, fields }) =>
        `${new Date(atMs).toISOString()} ${level} ${message}${fields === undefined ? '' : ` ${JSON.stringify(fields)}`}`,
    ),
    endOf(attempt),
  ]);
}

function endOf({ attempt, worker, startedAt, durationMs, outcome, reason, error }: PastAttempt): string {
  const endedAt = new Date(startedAt.getTime() + durationMs).toISOString();
  const why = error?.stack ?? error?.message;
  return [
    `${endedAt} attempt ${attempt}: ${outcome}`,
    reason === null ? '' : ` (${reason})`,
    ` after ${durationMs} ms`,
    worker === null ? '' : ` on worker ${worker}`,
    why === undefined ? '' : `\n${why}`,
  ].join('');
}
