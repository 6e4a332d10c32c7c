import type { ApiParts } from '../api-parts.ts';
import { type ApiRoute, defineRoute } from '../http/api-route.ts';
import { getUserId } from '../user/user-id-of.ts';
import type { Follow } from './follow.ts';
import { newestOnly } from './newest-only.ts';
import { STREAM_ROUTE } from './stream-route.ts';

/** `/api/dashboard/stream`: how a user's tasks stand. */
export function dashboardStream({ caches }: ApiParts, follow: Follow): ApiRoute {
  return defineRoute({
    ...STREAM_ROUTE,
    path: '/api/dashboard/stream',
    summary: 'How the user’s tasks stand, now and after each change',
    handle: (asked) => {
      const userId = getUserId(asked.caller);
      return follow(asked, {
        channel: `user:${userId}:tasks`,
        start: async (stream) => {
          await stream.send(await caches.dashboard(userId));
          const tell = newestOnly(
            async (id) => stream.send(await caches.dashboard(userId), { id }),
            () => stream.end(),
          );
          return ({ id }) => tell(id);
        },
      });
    },
  });
}
