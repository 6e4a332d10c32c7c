import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { Sessions } from '../../src/kv/sessions/sessions.ts';
import { isSessionOfOperator, type Operators } from '../../src/operators/operators.ts';
import { type Actor, isRole } from '../../src/operators/role.ts';
import { askToSignIn } from './ask-to-sign-in.ts';
import { BasicCheck } from './basic-check.ts';
import { boardCookie } from './board-cookie.ts';
import { asActor } from './current-actor.ts';
import type { FailureLimit } from './failure-limit.ts';
import type { Access } from './open-access.ts';

export interface DoorParts {
  readonly access: Access;
  readonly sessions: Sessions;
  readonly operators: Operators;
  readonly failures: FailureLimit;
}

/** Lets pass whom it knows: by the board's cookie or, for programs, by name and password (HTTP Basic). */
export function door({ access, sessions, operators, failures }: DoorParts): RequestHandler {
  if (access === 'open') return (request, _response, next) => pass(request, local, next);
  const basic = new BasicCheck(operators, failures);
  return async (request, response, next) => {
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const found = await basic.check(authorization, request);
      if (found.kind === 'refused') return found.answer(response);
      return pass(request, found.actor, next);
    }
    const actor = await actorOfSession(request, response, sessions);
    if (!actor) return askToSignIn(request, response);
    return pass(request, actor, next);
  };
}

/** What comes after it knows who asks. It stands behind whatever reads bodies, because streams may lose that. */
export const enter: RequestHandler = (request, _response, next) => {
  const actor = known.get(request);
  if (!actor) throw new Error('A request came past the door.');
  asActor(actor, () => next());
};

const known = new WeakMap<Request, Actor>();
const local: Actor = { name: 'local', role: 'local' };

function pass(request: Request, actor: Actor, next: NextFunction): void {
  known.set(request, { ...actor, ...addressOf(request) });
  next();
}

/** Where a request comes from, a trusted proxy believed. */
export function addressOf({ ip }: Request): Pick<Actor, 'address'> {
  return ip === undefined ? {} : { address: ip };
}

/** The operator of the request's session. A role may have gone while a process of another version runs. */
async function actorOfSession(
  request: Request,
  response: Response,
  sessions: Sessions,
): Promise<Actor | undefined> {
  const cookie = boardCookie(request);
  const token = cookie.read(request);
  const used = token === undefined ? undefined : await sessions.use(token);
  if (token === undefined || !used || !isSessionOfOperator(used.session)) return undefined;
  const { name, role, ttlMs } = used.session;
  if (used.isProlonged) cookie.write(response, token, ttlMs);
  return isRole(role) ? { name, role } : undefined;
}
