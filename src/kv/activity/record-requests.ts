import type { Request, RequestHandler } from 'express';
import { findSession } from '../sessions/session-of-request.ts';
import type { Activity } from './activity.ts';

export interface RecordRequestsOptions {
  /** Who asks; requests of nobody are not recorded. Default: the user of the request's session. */
  readonly userOf?: (request: Request) => string | number | undefined;
  /** What the request is called; undefined is not recorded. Default: its method and route, like `GET /tasks/:id`, of answers below 400. */
  readonly actionOf?: (request: Request, status: number) => string | undefined;
}

/** Express middleware that records what users ask for, once it is answered, and delays nothing. */
export function recordRequests(
  activity: Pick<Activity, 'record'>,
  options: RecordRequestsOptions = {},
): RequestHandler {
  const userOf = options.userOf ?? ((request) => findSession(request)?.userId);
  const actionOf = options.actionOf ?? routeOf;
  return (request, response, next) => {
    response.on('finish', () => {
      const userId = userOf(request);
      const action = actionOf(request, response.statusCode);
      if (userId === undefined || action === undefined) return;
      // Nobody waits for it, and what it might throw concerns nobody's request.
      activity.record(userId, { action, ip: request.ip }).catch(() => {});
    });
    next();
  };
}

/** The pattern and not the path, which may hold what should not be written down. */
function routeOf(request: Request, status: number): string | undefined {
  const route: unknown = request.route;
  if (status >= 400 || typeof route !== 'object' || route === null || !('path' in route)) return undefined;
  return `${request.method} ${request.baseUrl}${String(route.path)}`;
}
