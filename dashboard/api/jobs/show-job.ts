import type { JobDefinition } from '../../../src/job/job-definition.ts';
import type { JobError } from '../../../src/job/outcome.ts';
import type { JobDetails } from '../../../src/ledger/search/get-job.ts';
import { redactSecrets } from '../../../src/telemetry/redact-secrets.ts';
import { redactedPayload } from '../../../src/telemetry/redacted-payload.ts';
import type { ShownJob } from './job-schemas.ts';

/** A job as its caller may see it: without what its definition redacts, without stacks and names of our machines. */
export function showJob(job: JobDetails, definition: JobDefinition | undefined): ShownJob {
  const { id, name, queue, state, attempt, maxAttempts, priority, tags, isCancelAsked } = job;
  return {
    id,
    job: name,
    queue,
    state,
    payload: redactedPayload(job.payload, definition),
    attempt,
    maxAttempts,
    priority,
    tags: tags.filter((tag) => !tag.startsWith('api:')),
    createdAt: job.createdAt.toISOString(),
    isCancelAsked,
    ...(job.reason === undefined ? {} : { reason: job.reason }),
    ...(job.result === undefined ? {} : { result: job.result }),
    ...(job.error === undefined ? {} : { error: showError(job.error) }),
    ...(job.tenant === undefined ? {} : { tenant: job.tenant }),
    ...(job.dueAt === undefined ? {} : { dueAt: job.dueAt.toISOString() }),
    ...(job.startedAt === undefined ? {} : { startedAt: job.startedAt.toISOString() }),
    ...(job.endedAt === undefined ? {} : { endedAt: job.endedAt.toISOString() }),
    attempts: job.attempts.map((past) => ({
      attempt: past.attempt,
      startedAt: past.startedAt.toISOString(),
      durationMs: past.durationMs,
      outcome: past.outcome,
      ...(past.reason === null ? {} : { reason: past.reason }),
      ...(past.error === null ? {} : { error: showError(past.error) }),
    })),
  };
}

function showError({ name, message }: JobError): { readonly name: string; readonly message: string } {
  return { name, message: redactSecrets(message) };
}
