import { z } from 'zod';
import { isJobId } from '../../../src/job/job-id.ts';
import type { JobDetails } from '../../../src/ledger/search/get-job.ts';
import type { ApiParts } from '../api-parts.ts';
import { type Caller, callerMark, isAdmin } from '../auth/caller.ts';
import { ApiError } from '../http/api-error.ts';
import { type ApiRoute, defineRoute } from '../http/api-route.ts';
import { enqueueRoutes } from './enqueue-routes.ts';
import { cancelledSchema, shownJobSchema } from './job-schemas.ts';
import { ownerTag } from './prepare-job.ts';
import { showJob } from './show-job.ts';

const TAG = 'Jobs';
const params = z.object({ id: z.string().max(100).describe('The job’s id.') });

/** `/api/jobs/…`: jobs come in, and callers see what becomes of theirs. */
export function jobRoutes(parts: ApiParts): readonly ApiRoute[] {
  const { platform, record } = parts;
  return [
    ...enqueueRoutes(parts),
    defineRoute({
      method: 'get',
      path: '/api/jobs/:id',
      audience: 'caller',
      tag: TAG,
      summary: 'Shows a job of the caller’s, with its attempts',
      details: 'Admins see every job. Others are 404, as are jobs that are no longer kept.',
      params,
      answers: { 200: { description: 'The job', schema: shownJobSchema } },
      handle: async ({ params: { id }, caller }) => {
        const job = await getJobOf(parts, id, caller);
        return { body: showJob(job, platform.registry.findJob(job.name)) };
      },
    }),
    defineRoute({
      method: 'delete',
      path: '/api/jobs/:id',
      audience: 'caller',
      tag: TAG,
      summary: 'Cancels a job of the caller’s',
      params,
      answers: {
        200: { description: 'It was waiting, and is cancelled', schema: cancelledSchema },
        202: { description: 'It runs, and its worker was asked to stop', schema: cancelledSchema },
      },
      handle: async ({ params: { id }, caller, request }) => {
        await getJobOf(parts, id, caller);
        const [answer] = await platform.ledger.cancel([id], `cancelled by ${callerMark(caller)}`);
        if (answer === 'ended')
          throw new ApiError(409, 'The job has ended, and cannot be cancelled any more.');
        if (answer !== 'cancelled' && answer !== 'asked') throw notFound(id);
        const from = request.ip;
        await record({
          who: callerMark(caller),
          role: caller.role,
          from,
          action: 'cancel',
          target: { jobs: [id] },
        });
        return { status: answer === 'asked' ? 202 : 200, body: { id, answer } };
      },
    }),
  ];
}

/** @throws ApiError 404 as well when it is another's */
async function getJobOf({ operations }: ApiParts, id: string, caller: Caller): Promise<JobDetails> {
  const job = isJobId(id) ? await operations.getJob(id) : undefined;
  if (!job || !(isAdmin(caller) || job.tags.includes(ownerTag(caller)))) throw notFound(id);
  return job;
}

function notFound(id: string): ApiError {
  return new ApiError(
    404,
    `You have no job ${JSON.stringify(id.slice(0, 50))}: it never was, is no longer kept, or went to a queue that records nothing.`,
  );
}
