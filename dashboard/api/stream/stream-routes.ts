import type { ApiParts } from '../api-parts.ts';
import type { ApiRoute } from '../http/api-route.ts';
import { dashboardStream } from './dashboard-stream.ts';
import { makeFollow } from './follow.ts';
import { notificationStream } from './notification-stream.ts';
import { StreamLimit } from './stream-limit.ts';
import { taskStream } from './task-stream.ts';

/** `/api/…/stream`: what happens, as it happens. */
export function streamRoutes(parts: ApiParts): readonly ApiRoute[] {
  const follow = makeFollow({
    channels: parts.kv.channels,
    limit: new StreamLimit(),
    log: parts.platform.log,
  });
  return [notificationStream(parts, follow), taskStream(parts, follow), dashboardStream(parts, follow)];
}
