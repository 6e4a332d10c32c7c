import type { Request, RequestHandler, Response } from 'express';
import { answerProblem } from '../../../src/kv/http/answer-problem.ts';
import type { Session } from '../../../src/kv/sessions/session.ts';
import { type SessionDoor, sessionDoor } from '../../../src/kv/sessions/session-door.ts';
import { findSession } from '../../../src/kv/sessions/session-of-request.ts';
import type { Sessions } from '../../../src/kv/sessions/sessions.ts';
import { API_KEY_PREFIX, type ApiKey, type ApiKeys } from '../../../src/operators/api-keys.ts';
import { isSessionOfOperator } from '../../../src/operators/operators.ts';
import { isLoopback } from '../../http/is-loopback.ts';
import type { AccessTokens } from './access-tokens.ts';
import { type Caller, noteCaller } from './caller.ts';

/** What callers may show; a kind whose part is missing is not taken. */
export interface MixedAuthParts {
  readonly sessions?: Sessions | undefined;
  readonly keys?: Pick<ApiKeys, 'find'> | undefined;
  readonly tokens?: Pick<AccessTokens, 'find'> | undefined;
}

export interface MixedAuthOptions {
  /** Whether requests that show nothing good go on as nobody's instead of being answered 401. Default false. */
  readonly isOptional?: boolean;
}

/**
 * Express middleware that finds out who asks, and answers 401 to strangers: by `Authorization: Bearer` with a JWT or an
 * API key, `X-API-Key`, `Authorization: Session`, `X-Session-ID` or the session's cookie. What stands in a header
 * counts alone: when it is not good, no cookie is looked at. `findCaller` gives the caller to later handlers.
 */
export function mixedAuth(
  parts: MixedAuthParts,
  { isOptional = false }: MixedAuthOptions = {},
): RequestHandler {
  const doors = parts.sessions && sessionDoors(parts.sessions);
  return async (request, response, next) => {
    const finish = (caller: Caller | undefined): void => {
      if (caller) noteCaller(request, caller);
      if (caller || isOptional) next();
      else askWhoItIs(response);
    };
    const secret = secretOf(request);
    if (secret !== undefined) return finish(await findBySecret(parts, secret));
    if (!doors || isOtherScheme(request)) return finish(undefined);
    await doors(request).load(request, response, (error?: unknown) =>
      error === undefined ? finish(callerOfSession(findSession(request))) : next(error),
    );
  };
}

/** The door of a request: its cookie is for HTTPS only, except on this machine without HTTPS. */
export function sessionDoors(sessions: Sessions): (request: Request) => SessionDoor {
  const secure = sessionDoor(sessions);
  const plain = sessionDoor(sessions, { isSecure: false });
  return (request) => (!request.secure && isLoopback(request.hostname ?? '') ? plain : secure);
}

function secretOf(request: Request): string | undefined {
  const [, bearer] = /^bearer +([^ ]+)$/i.exec(request.headers.authorization ?? '') ?? [];
  return bearer ?? request.get('X-API-Key');
}

/** Names and passwords of operators, for one. */
function isOtherScheme({ headers }: Request): boolean {
  return headers.authorization !== undefined && !/^session /i.test(headers.authorization);
}

/** No JWT is longer that anybody sends in a header. */
const MAX_SECRET_LENGTH = 8_192;

async function findBySecret({ keys, tokens }: MixedAuthParts, secret: string): Promise<Caller | undefined> {
  if (secret.length > MAX_SECRET_LENGTH) return undefined;
  if (!secret.startsWith(API_KEY_PREFIX)) return tokens?.find(secret);
  const key = await keys?.find(secret);
  return key && callerOfKey(key);
}

function callerOfKey({ id, name, tier, jobs }: ApiKey): Caller {
  return { kind: 'key', id, name, role: 'key', tier, jobs };
}

/** Operators of the board have sessions too, which open nothing here. */
export function callerOfSession(session: Session | undefined): Caller | undefined {
  if (!session || isSessionOfOperator(session)) return undefined;
  const { userId, name, role, data } = session;
  const tier = typeof data['tier'] === 'string' ? data['tier'] : undefined;
  return { kind: 'user', id: userId, name, role, tier, jobs: [] };
}

function askWhoItIs(response: Response): void {
  response.set('WWW-Authenticate', 'Bearer realm="Nightshift", Session');
  answerProblem(response, {
    status: 401,
    title: 'Unauthorized',
    detail:
      'Nobody is known by what the request shows. Send a bearer token or an API key as Authorization: Bearer …, or a session as cookie, Authorization: Session … or X-Session-ID.',
  });
}
