import { z } from 'zod';
import { canUse } from '../../../src/domain/features/can-use.ts';
import type { ApiParts } from '../api-parts.ts';
import { type Caller, callerMark, isAdmin } from '../auth/caller.ts';
import { ApiError } from '../http/api-error.ts';
import { type ApiRoute, defineRoute } from '../http/api-route.ts';
import type { ProblemAt } from '../http/problems-at.ts';
import { userIdOf } from '../user/user-id-of.ts';
import { enqueueAll, enqueuePrepared } from './enqueue-prepared.ts';
import { once } from './idempotency.ts';
import { acceptedSchema, bulkSchema, wantedJobSchema } from './job-schemas.ts';
import { misfit, type PreparedJob, prepareJob } from './prepare-job.ts';

const TAG = 'Jobs';
const headers = z.looseObject({
  'idempotency-key': z
    .string()
    .optional()
    .describe(
      'The same key with the same body gives the same answer for a day, and the jobs are there once.',
    ),
});

/** How jobs come in. */
export function enqueueRoutes(parts: ApiParts): readonly ApiRoute[] {
  const { platform } = parts;
  const { maxPayloadBytes } = platform.config.producer;
  return [
    defineRoute({
      method: 'post',
      path: '/api/jobs',
      audience: 'caller',
      tag: TAG,
      summary: 'Enqueues a job',
      details:
        'Recorded queues accept while their broker is away: the job is delayed, and not the caller. What a caller may enqueue is said by its key, by its token’s scope (`jobs:email.*`) or by NIGHTSHIFT_API_USER_JOBS.',
      headers,
      body: wantedJobSchema,
      maxBodyBytes: maxPayloadBytes + 16_384,
      answers: { 202: { description: 'Accepted: it will not be lost', schema: acceptedSchema } },
      handle: async ({ body, caller, request }) => {
        const asking = await withJobs(parts, caller);
        const job = await prepareJob(platform, asking, { wanted: body });
        const accepted = await once(
          platform.database,
          { ...keyOf(request, caller), request: ['job', body], jobs: 1 },
          ([id = '']) => enqueuePrepared(platform, job, id),
        );
        return { status: 202, body: accepted, headers: { Location: accepted.statusUrl } };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/api/jobs/bulk',
      audience: 'caller',
      tag: TAG,
      summary: 'Enqueues up to 1,000 jobs',
      details: 'All are checked before one is enqueued. They may be of different definitions.',
      headers,
      body: bulkSchema,
      maxBodyBytes: 16 * maxPayloadBytes,
      answers: {
        202: {
          description: 'All accepted, in order',
          schema: z.object({ jobs: z.array(acceptedSchema) }),
        },
      },
      handle: async ({ body, caller, request }) => {
        const asking = await withJobs(parts, caller);
        const prepared = await prepareAll(parts, asking, body);
        const jobs = await once(
          platform.database,
          { ...keyOf(request, caller), request: ['bulk', body], jobs: prepared.length },
          (ids) => enqueueAll(platform, prepared, ids),
        );
        return { status: 202, body: { jobs } };
      },
    }),
  ];
}

function keyOf(
  request: { get(name: string): string | undefined },
  caller: Caller,
): { readonly key: string | undefined; readonly caller: string } {
  return { key: request.get('Idempotency-Key'), caller: callerMark(caller) };
}

/** A user may enqueue what the token says and what all users may, if the subscription includes the API. @throws ApiError 403 */
async function withJobs({ platform, domain }: ApiParts, caller: Caller): Promise<Caller> {
  if (caller.kind === 'key' || isAdmin(caller)) return caller;
  const userId = userIdOf(caller);
  if (userId !== undefined && !(await canUse(domain.reader, userId, 'api')))
    throw new ApiError(403, 'Your subscription does not include enqueuing jobs: subscribe to more.');
  return { ...caller, jobs: [...caller.jobs, ...platform.config.api.userJobs] };
}

/** @throws ApiError with what is wrong with any of them */
async function prepareAll(
  { platform }: ApiParts,
  caller: Caller,
  { jobs }: z.infer<typeof bulkSchema>,
): Promise<readonly PreparedJob[]> {
  const problems: ProblemAt[] = [];
  const prepared: PreparedJob[] = [];
  for (const [index, wanted] of jobs.entries()) {
    try {
      prepared.push(await prepareJob(platform, caller, { wanted, at: ['jobs', String(index)] }));
    } catch (error) {
      if (!(error instanceof ApiError) || error.statusCode !== 422) throw error;
      problems.push(...(error.more['errors'] as readonly ProblemAt[])); // as: `misfit` has put them there
    }
  }
  if (problems.length > 0) throw misfit(problems.slice(0, MOST_TOLD));
  return prepared;
}

const MOST_TOLD = 100;
