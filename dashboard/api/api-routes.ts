import type { ApiParts } from './api-parts.ts';
import { authRoutes } from './auth/auth-routes.ts';
import type { ApiRoute } from './http/api-route.ts';
import { jobRoutes } from './jobs/job-routes.ts';

/** Every route of the API. */
export function apiRoutes(parts: ApiParts): readonly ApiRoute[] {
  return [...authRoutes(parts), ...jobRoutes(parts)];
}
