import type { Request } from 'express';
import { z } from 'zod';
import { findNotJson } from '../../../src/job/find-not-json.ts';
import type { Session, SessionData } from '../../../src/kv/sessions/session.ts';
import { findSession, findSessionToken } from '../../../src/kv/sessions/session-of-request.ts';
import type { ApiParts } from '../api-parts.ts';
import { sessionDoors } from '../auth/mixed-auth.ts';
import { ApiError } from '../http/api-error.ts';
import { type ApiRoute, defineRoute } from '../http/api-route.ts';

const TAG = 'Cache and sessions';

const sessionSchema = z.object({
  id: z.string().describe('Names the session; nobody can sign in with it.'),
  userId: z.string(),
  name: z.string(),
  role: z.string(),
  data: z.record(z.string(), z.unknown()),
  createdAt: z.iso.datetime(),
  lastAccessAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  ttlMs: z.int(),
});

/** Set at sign-in from the user's row, and nobody's to change: by the tier requests are counted. */
const KEPT: readonly string[] = ['tier', 'username'];

/** The session of the caller's own. */
export function sessionRoutes({ kv }: ApiParts): readonly ApiRoute[] {
  const doors = sessionDoors(kv.sessions);
  return [
    defineRoute({
      method: 'get',
      path: '/api/cache/session/info',
      audience: 'user',
      tag: TAG,
      summary: 'The session that the request came with',
      answers: { 200: { description: 'The session', schema: sessionSchema } },
      handle: async ({ request }) => ({ body: toShown(getSession(request)) }),
    }),
    defineRoute({
      method: 'post',
      path: '/api/cache/session/update',
      audience: 'user',
      tag: TAG,
      summary: 'Keeps something in the session',
      details:
        '`data` replaces what was there, but for `tier` and `username`, which the sign-in has set. At most 4 KiB as JSON.',
      body: z.strictObject({ data: z.record(z.string().max(100), z.unknown()) }),
      answers: { 200: { description: 'The session as it is now', schema: sessionSchema } },
      handle: async ({ body, request }) => {
        const { data } = getSession(request);
        const token = findSessionToken(request) ?? '';
        const updated = await kv.sessions.update(token, { data: merged(data, asData(body.data)) });
        if (!updated) throw noSession();
        return { body: toShown(updated) };
      },
    }),
    defineRoute({
      method: 'delete',
      path: '/api/cache/session',
      audience: 'user',
      tag: TAG,
      summary: 'Ends the session that the request came with',
      answers: { 204: { description: 'It is over' } },
      handle: async ({ request, response }) => {
        getSession(request);
        await doors(request).signOut(request, response);
        return {};
      },
    }),
  ];
}

function merged(before: SessionData, given: SessionData): SessionData {
  return Object.fromEntries([
    ...Object.entries(given).filter(([key]) => !KEPT.includes(key)),
    ...Object.entries(before).filter(([key]) => KEPT.includes(key)),
  ]);
}

/** @throws ApiError 409 for callers by token */
function getSession(request: Request): Session {
  const session = findSession(request);
  if (!session) throw noSession();
  return session;
}

function noSession(): ApiError {
  return new ApiError(409, 'The request came with no session: there is none behind a bearer token.');
}

/** @throws ApiError 422 when it is deeper than can be kept, or has keys or texts that cannot be */
function asData(data: Readonly<Record<string, unknown>>): SessionData {
  const problem = findNotJson(data);
  if (problem)
    throw new ApiError(422, `The data cannot be kept: ${problem.path}: ${problem.message}.`, {
      more: { errors: [{ pointer: '#/data', detail: problem.message }] },
    });
  return data as SessionData; // findNotJson has looked at every part
}

function toShown({ createdAt, lastAccessAt, expiresAt, ...session }: Session): z.infer<typeof sessionSchema> {
  const { id, userId, name, role, data, ttlMs } = session;
  return {
    ...{ id, userId, name, role, ttlMs },
    data: { ...data },
    createdAt: createdAt.toISOString(),
    lastAccessAt: lastAccessAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}
