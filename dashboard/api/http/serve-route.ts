import express, { type Request, type RequestHandler } from 'express';
import type { z } from 'zod';
import { limitRequests } from '../../../src/kv/limits/limit-requests.ts';
import type { Limits } from '../../../src/kv/limits/limits.ts';
import { callerMark, findCaller, isAdmin } from '../auth/caller.ts';
import { ApiError } from './api-error.ts';
import type { ApiRoute, Asked, Audience } from './api-route.ts';
import { refuseMisfit } from './problem-of.ts';
import { refuseForeignPages } from './refuse-foreign-pages.ts';

export interface ServeParts {
  /** Lets only known callers pass. */
  readonly auth: RequestHandler;
  /** Finds the session of a request, if it has one. */
  readonly load: RequestHandler;
  readonly limits: Limits;
}

const BODY_BYTES = 16_384;

/** What stands before a route's handler, in the order in which a request is looked at. */
export function serveRoute(route: ApiRoute, { auth, load, limits }: ServeParts): readonly RequestHandler[] {
  const isOpen = route.audience === 'anyone';
  const own = route.limits ? [limitRequests(limits, { limits: route.limits, userOf })] : [];
  return [
    noStore,
    refuseForeignPages,
    ...(isOpen ? [...own, load] : [auth, limitRequests(limits, { userOf, tierOf }), ...own]),
    requireAudience(route.audience),
    ...(route.body ? [refuseOtherTypes, express.json({ limit: route.maxBodyBytes ?? BODY_BYTES })] : []),
    answer(route),
  ];
}

const noStore: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store');
  next();
};

function userOf(request: Request): string | undefined {
  const caller = findCaller(request);
  return caller && callerMark(caller);
}

function tierOf(request: Request): string | undefined {
  return findCaller(request)?.tier;
}

function requireAudience(audience: Audience): RequestHandler {
  return (request, _response, next) => {
    const caller = findCaller(request);
    if (audience === 'user' && caller?.kind !== 'user')
      throw new ApiError(403, 'This is about a user’s own things, and an API key is no user.');
    if (audience === 'admin' && !(caller && isAdmin(caller)))
      throw new ApiError(403, 'This is for admins of the application.');
    next();
  };
}

const refuseOtherTypes: RequestHandler = (request, _response, next) => {
  // `is` gives null where there is no body, but fetch says of none that it has no bytes.
  if (request.get('Content-Length') !== '0' && request.is('application/json') === false)
    throw new ApiError(415, 'The body has another type than this takes: send application/json.');
  next();
};

function answer(route: ApiRoute): RequestHandler {
  return async (request, response) => {
    const asked: Asked<unknown, unknown, unknown> = {
      params: route.params && parse(route.params, 'path', request.params),
      query: route.query && parse(route.query, 'query', request.query),
      body: route.body && bodyOf(route, request),
      get caller() {
        const caller = findCaller(request);
        if (!caller) throw new Error(`Nobody has asked for ${route.path}.`);
        return caller;
      },
      request,
      response,
    };
    if (route.headers) parse(route.headers, 'headers', request.headers);
    const reply = await route.handle(asked as Asked<never, never, never>); // as: its own schemas have made them
    if (!reply) return;
    const { status, body, headers = {} } = reply;
    response.set(headers).status(status ?? (body === undefined ? 204 : 200));
    if (body === undefined) response.end();
    else response.json(body);
  };
}

/** Express leaves the body undefined where none was sent. */
function bodyOf({ body: schema, isBodyOptional = false }: ApiRoute, { body }: Request): unknown {
  const given: unknown = body;
  if (!schema || (given === undefined && isBodyOptional)) return undefined;
  return parse(schema, 'body', given);
}

function parse(schema: z.ZodType, what: 'body' | 'query' | 'path' | 'headers', given: unknown): unknown {
  const result = schema.safeParse(given);
  return result.success ? result.data : refuseMisfit(what, result.error);
}
