import { z } from 'zod';
import type { Json } from '../../../src/job/json.ts';
import type { ApiParts } from '../api-parts.ts';
import { isAdmin } from '../auth/caller.ts';
import { ApiError } from '../http/api-error.ts';
import { type ApiRoute, defineRoute } from '../http/api-route.ts';
import { getUserId } from '../user/user-id-of.ts';
import type { Follow } from './follow.ts';
import { STREAM_ROUTE } from './stream-route.ts';

/** `/api/tasks/:id/stream`: what happens to one task. */
export function taskStream({ caches }: ApiParts, follow: Follow): ApiRoute {
  return defineRoute({
    ...STREAM_ROUTE,
    path: '/api/tasks/:id/stream',
    summary: 'What happens to a task that the user owns or shares',
    params: z.object({ id: z.coerce.number().int().min(1).max(999_999_999) }),
    handle: async (asked) => {
      const { id: taskId } = asked.params;
      const userId = getUserId(asked.caller);
      const maySee = async (): Promise<boolean> =>
        isAdmin(asked.caller) || (await caches.collaborators(taskId)).some((each) => each.userId === userId);
      if (!(await maySee())) throw new ApiError(404, `You have no task ${taskId}.`);
      return follow(asked, {
        channel: `task:${taskId}`,
        start:
          (stream) =>
          async ({ id, message }) => {
            // Whoever has no part in it any more is told that, and nothing after it.
            const isOver = mayEnd(message) && !(await maySee());
            await stream.send(message, { id });
            if (isOver) stream.end();
          },
      });
    },
  });
}

function mayEnd(message: Json): boolean {
  const type = typeof message === 'object' && message !== null && 'type' in message && message.type;
  return type === 'task-unshared' || type === 'task-deleted';
}
