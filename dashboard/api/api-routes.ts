import type { ApiParts } from './api-parts.ts';
import { authRoutes } from './auth/auth-routes.ts';
import { cacheRoutes } from './cache/cache-routes.ts';
import type { ApiRoute } from './http/api-route.ts';
import { jobRoutes } from './jobs/job-routes.ts';
import { streamRoutes } from './stream/stream-routes.ts';
import { homeRoutes } from './user/home-routes.ts';
import { notificationRoutes } from './user/notification-routes.ts';

/** Every route of the API. */
export function apiRoutes(parts: ApiParts): readonly ApiRoute[] {
  return [
    ...authRoutes(parts),
    ...jobRoutes(parts),
    ...notificationRoutes(parts),
    ...homeRoutes(parts),
    ...cacheRoutes(parts),
    ...streamRoutes(parts),
  ];
}
