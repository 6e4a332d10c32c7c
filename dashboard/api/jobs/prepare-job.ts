import type { EnqueueOptions } from '../../../src/job/enqueue-options.ts';
import type { JobDefinition } from '../../../src/job/job-definition.ts';
import type { Json } from '../../../src/job/json.ts';
import { checkPayload } from '../../../src/job/payload.ts';
import { InvalidPayloadError, NotJsonError } from '../../../src/job/payload-errors.ts';
import type { Queue } from '../../../src/job/queue.ts';
import { isInScope } from '../../../src/operators/job-scope.ts';
import type { Platform } from '../../../src/platform/platform.ts';
import { newJob } from '../../../src/producer/new-job.ts';
import { InvalidEnqueueOptionsError, NotRecordedError } from '../../../src/producer/producer-errors.ts';
import { type Caller, callerMark, isAdmin } from '../auth/caller.ts';
import { ApiError } from '../http/api-error.ts';
import { type ProblemAt, toPointer } from '../http/problems-at.ts';
import type { WantedJob } from './job-schemas.ts';

/** A job that nothing but a server can refuse any more. */
export interface PreparedJob {
  readonly definition: JobDefinition;
  readonly queue: Queue;
  readonly payload: Json;
  readonly options: EnqueueOptions;
}

/** Checks all of a wanted job before anything is enqueued. `at` is where it stands in the body. @throws ApiError 403, 422 */
export async function prepareJob(
  { registry, config }: Platform,
  caller: Caller,
  { wanted, at = [] }: { readonly wanted: WantedJob; readonly at?: readonly string[] },
): Promise<PreparedJob> {
  const definition = registry.findJob(wanted.job);
  const mayAll = isAdmin(caller);
  if (!mayAll && !isInScope(caller.jobs, definition?.name ?? wanted.job))
    throw new ApiError(
      403,
      `You may not enqueue ${JSON.stringify(wanted.job)}: ask for a key, or a role, that includes it.`,
    );
  if (!definition)
    throw misfit([{ pointer: toPointer([...at, 'job']), detail: 'There is no job of this name.' }]);
  const queue = registry.getQueue(definition.queue);
  const options = toOptions(wanted, caller);
  try {
    const payload = await checkPayload(definition, wanted.payload, config.producer.maxPayloadBytes);
    const job = newJob(definition, queue, payload, options);
    if (job.unique && !queue.recorded) throw new NotRecordedError(queue.name, '`unique`');
    return { definition, queue, payload, options };
  } catch (error) {
    throw whereItIs(error, at);
  }
}

/** @throws ApiError 422 */
export function misfit(errors: readonly ProblemAt[]): ApiError {
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return new ApiError(422, `Nothing was enqueued: ${first?.pointer}: ${first?.detail}${more}`, {
    more: { errors },
  });
}

/** The tag says whose job it is: only the caller may ask for it. */
function toOptions({ options = {} }: WantedJob, caller: Caller): EnqueueOptions {
  const { delayMs, runAt, priority, expiresAfterMs, tags = [], tenant, unique } = options;
  return {
    tags: [...tags, ownerTag(caller)],
    ...(delayMs === undefined ? {} : { delayMs }),
    ...(runAt === undefined ? {} : { runAt: new Date(runAt) }),
    ...(priority === undefined ? {} : { priority }),
    ...(expiresAfterMs === undefined ? {} : { expiresAfterMs }),
    ...(tenant === undefined ? {} : { tenant }),
    ...(unique === undefined
      ? {}
      : { unique: { key: unique.key, ...(unique.forMs === undefined ? {} : { forMs: unique.forMs }) } }),
  };
}

/** What the jobs of a caller are tagged with. */
export function ownerTag(caller: Caller): string {
  return `api:${callerMark(caller)}`;
}

function whereItIs(error: unknown, at: readonly string[]): unknown {
  if (error instanceof InvalidPayloadError || error instanceof NotJsonError)
    return misfit(
      error.problems.map(({ path, message }) => ({
        pointer: toPointer([...at, 'payload', ...path.split(/[.[\]]+/).filter((part) => part !== '')]),
        detail: message,
      })),
    );
  if (error instanceof InvalidEnqueueOptionsError || error instanceof NotRecordedError)
    return misfit([{ pointer: toPointer([...at, 'options']), detail: error.message }]);
  return error;
}
