import { z } from 'zod';
import type { Account } from '../../../src/domain/users/accounts.ts';
import { findSession } from '../../../src/kv/sessions/session-of-request.ts';
import type { ApiParts } from '../api-parts.ts';
import { ApiError } from '../http/api-error.ts';
import { type ApiRoute, defineRoute } from '../http/api-route.ts';
import { beginSession, giveTokens } from './begin.ts';
import { signedInSchema } from './credentials.ts';
import { callerOfSession, sessionDoors } from './mixed-auth.ts';

const TAG = 'Signing in';

const tokenSchema = z.strictObject({
  refreshToken: z.string().max(200).optional().describe('Without one it is about the request’s session.'),
});

/** How users stay, and how they go. */
export function leaveRoutes(parts: ApiParts): readonly ApiRoute[] {
  const { kv, refreshTokens, accounts } = parts;
  const doors = sessionDoors(kv.sessions);
  const accountOf = async (userId: number): Promise<Account> => {
    const account = await accounts.get(userId);
    if (!account) throw notGood('The user is gone.');
    return account;
  };
  return [
    defineRoute({
      method: 'post',
      path: '/api/auth/refresh',
      audience: 'anyone',
      tag: TAG,
      summary: 'Takes a refresh token, or the session, for a new one',
      details:
        'The old one is good no more. A refresh token that comes a second time ends all that came of its sign-in.',
      body: tokenSchema,
      isBodyOptional: true,
      answers: { 200: { description: 'Signed in anew', schema: signedInSchema } },
      handle: async ({ body, request, response }) => {
        if (body?.refreshToken === undefined) {
          const user = callerOfSession(findSession(request));
          if (!user) throw notGood('There is no session to be taken for a new one: sign in.');
          const account = await accountOf(Number(user.id));
          return { body: await beginSession(parts, { request, response, account }) };
        }
        const next = await refreshTokens.rotate(body.refreshToken);
        if (!next) throw notGood('The refresh token is not good (any more): sign in again.');
        return { body: await giveTokens(parts, await accountOf(next.userId), next.token) };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/api/auth/logout',
      audience: 'anyone',
      tag: TAG,
      summary: 'Ends the session, or all that came of a refresh token’s sign-in',
      details: 'A bearer token that is out stays good until it expires.',
      body: tokenSchema,
      isBodyOptional: true,
      answers: { 204: { description: 'Signed out, if somebody was signed in' } },
      handle: async ({ body, request, response }) => {
        if (body?.refreshToken !== undefined) await refreshTokens.end(body.refreshToken);
        else if (callerOfSession(findSession(request))) await doors(request).signOut(request, response);
        return {};
      },
    }),
  ];
}

function notGood(detail: string): ApiError {
  return new ApiError(401, detail, { headers: { 'WWW-Authenticate': 'Session' } });
}
