import type { Limit } from '../../../src/kv/limits/limit.ts';
import type { ApiParts } from '../api-parts.ts';
import { ApiError } from '../http/api-error.ts';
import { type ApiRoute, defineRoute } from '../http/api-route.ts';
import { beginSession, giveTokens } from './begin.ts';
import { credentialsSchema, registrationSchema, signedInSchema, toUser, userSchema } from './credentials.ts';
import { leaveRoutes } from './leave-routes.ts';

const TAG = 'Signing in';
const REGISTRATIONS: Limit = { name: 'register', max: 5, windowMs: 60_000 };
const SIGN_INS: Limit = { name: 'sign-in', max: 30, windowMs: 60_000 };

/** `/api/auth/…`: how users of the application come in and go. */
export function authRoutes(parts: ApiParts): readonly ApiRoute[] {
  const { accounts, failures, platform } = parts;
  return [
    defineRoute({
      method: 'post',
      path: '/api/auth/register',
      audience: 'anyone',
      tag: TAG,
      summary: 'Registers a user',
      details: 'Off unless NIGHTSHIFT_API_REGISTRATION is set. At most 5 a minute from one address.',
      limits: [REGISTRATIONS],
      body: registrationSchema,
      answers: { 201: { description: 'The new user', schema: userSchema } },
      handle: async ({ body }) => {
        if (!platform.config.api.isRegistrationOpen)
          throw new ApiError(403, 'Nobody can register here: ask an admin for an account.');
        return { status: 201, body: toUser(await accounts.add(body)) };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/api/auth/login',
      audience: 'anyone',
      tag: TAG,
      summary: 'Signs a user in',
      details:
        'From the fifth wrong password on a user is locked for half a minute, then for twice as long each time. What is wrong, the name or the password, is not told.',
      limits: [SIGN_INS],
      body: credentialsSchema,
      answers: { 200: { description: 'Signed in', schema: signedInSchema } },
      handle: async ({ body, request, response }) => {
        if (await failures.isReached(request))
          throw new ApiError(429, 'Too many wrong passwords from this address: try again in a minute.', {
            headers: { 'Retry-After': '60' },
          });
        const account = await accounts.signIn(body.username, body.password);
        if (!account) {
          await failures.note(request);
          throw new ApiError(401, 'The name or the password is wrong, or was wrong too often.', {
            headers: { 'WWW-Authenticate': 'Session' },
          });
        }
        if (body.kind === 'token') return { body: await giveTokens(parts, account) };
        return { body: await beginSession(parts, { request, response, account }) };
      },
    }),
    ...leaveRoutes(parts),
  ];
}
