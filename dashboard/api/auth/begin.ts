import type { Request, Response } from 'express';
import type { Account } from '../../../src/domain/users/accounts.ts';
import type { ApiParts } from '../api-parts.ts';
import { ApiError } from '../http/api-error.ts';
import { type SignedIn, toUser } from './credentials.ts';
import { sessionDoors } from './mixed-auth.ts';

/** Begins a session with a new id, ends the one that came with the request, and sets the cookie. */
export async function beginSession(
  { kv }: ApiParts,
  {
    request,
    response,
    account,
  }: { readonly request: Request; readonly response: Response; readonly account: Account },
): Promise<SignedIn> {
  const { id, name, role, tier, username } = account;
  const data = { tier, username };
  const door = sessionDoors(kv.sessions)(request);
  const session = await door.signIn(request, response, { userId: id, name, role, data });
  return { user: toUser(account), session };
}

/** Gives a bearer token and the refresh token behind it; a given one is the next of its family. @throws ApiError 422 */
export async function giveTokens(
  { platform, tokens, refreshTokens }: ApiParts,
  account: Account,
  refreshToken?: string,
): Promise<SignedIn> {
  if (!tokens?.issue)
    throw new ApiError(422, 'This server gives no bearer tokens: sign in with kind "session".');
  const expiresInMs = platform.config.api.tokenTtlMs;
  return {
    user: toUser(account),
    accessToken: await tokens.issue(account, expiresInMs),
    tokenType: 'Bearer',
    expiresInMs,
    refreshToken: refreshToken ?? (await refreshTokens.begin(account.id)),
  };
}
