import type { QueueJobJson } from '@bull-board/api/dist/types.js';
import type { JobDefinition } from '../../src/job/job-definition.ts';
import type { Json } from '../../src/job/json.ts';
import type { FoundJob } from '../../src/ledger/search/found-job.ts';
import type { JobDetails } from '../../src/ledger/search/get-job.ts';
import { shownPayload } from '../access/shown-payload.ts';

/** A job of the ledger as Bull Board shows jobs, what its definition redacts hidden from those who may not see it. */
export function shownJob(
  job: FoundJob | JobDetails,
  definition: JobDefinition | undefined,
  progress: Json,
): QueueJobJson {
  return {
    id: job.id,
    name: job.name,
    data: hasRaw(job)
      ? { raw: textOf(job.raw), headers: job.headers }
      : shownPayload(job.payload, definition),
    opts: optionsOf(job),
    // Bull Board wants a number or an object.
    progress: typeof progress === 'object' && progress !== null ? progress : Number(progress ?? 0),
    attemptsMade: job.attempt,
    timestamp: job.createdAt.getTime(),
    processedOn: job.startedAt?.getTime() ?? null,
    processedBy: job.owner ?? null,
    finishedOn: job.endedAt?.getTime() ?? null,
    delay: job.dueAt ? Math.max(0, job.dueAt.getTime() - job.createdAt.getTime()) : 0,
    returnvalue: job.result ?? null,
    ...failureOf(job),
  };
}

/** Bull Board takes whatever has an error for failed, so a job that will be tried again shows its errors in its log only. */
function failureOf(job: FoundJob | JobDetails): Pick<QueueJobJson, 'failedReason' | 'stacktrace'> {
  if (job.state !== 'failed') return { failedReason: '', stacktrace: [] };
  const errors = 'attempts' in job ? job.attempts.flatMap(({ error }) => error ?? []) : [];
  const stacks = (errors.length > 0 ? errors : [job.error]).flatMap((error) => error?.stack ?? []);
  return { failedReason: `${job.error?.message ?? 'no error was kept'} (${job.reason})`, stacktrace: stacks };
}

/** What `add job` takes as options, then the facts about this job that are no options. */
function optionsOf(job: FoundJob | JobDetails): Readonly<Record<string, unknown>> {
  const { state, reason, version, maxAttempts, groupId, schedule, scheduledFor, expiresAt, isCancelAsked } =
    job;
  return {
    ...(job.priority === 0 ? {} : { priority: job.priority }),
    ...(job.tags.length === 0 ? {} : { tags: job.tags }),
    ...(job.tenant === undefined ? {} : { tenant: job.tenant }),
    facts: {
      state,
      ...(reason === undefined ? {} : { reason }),
      maxAttempts,
      version,
      groupId,
      schedule,
      scheduledFor,
      expiresAt,
      ...(isCancelAsked ? { isCancelAsked } : {}),
      ...('steps' in job && job.steps.length > 0 ? { steps: job.steps } : {}),
      ...('parents' in job && job.parents.length > 0 ? { parents: job.parents } : {}),
      ...('children' in job && job.children.length > 0 ? { children: job.children } : {}),
    },
  };
}

function hasRaw(job: FoundJob | JobDetails): job is JobDetails & { readonly raw: Uint8Array } {
  return 'raw' in job && job.raw !== null;
}

const MAX_RAW_BYTES = 16_384;

function textOf(raw: Uint8Array): string {
  return Buffer.from(raw.subarray(0, MAX_RAW_BYTES)).toString('utf8');
}
