import type { Request, RequestHandler, Response } from 'express';
import { LedgerUnavailableError } from '../../ledger/ledger-errors.ts';
import { answerProblem } from '../http/answer-problem.ts';
import type { NewSession, Session } from './session.ts';
import { SessionCookie, type SessionCookieOptions } from './session-cookie.ts';
import { findSession, forgetSession, noteSession } from './session-of-request.ts';
import type { Sessions } from './sessions.ts';

/** What an express app needs to know who asks. */
export interface SessionDoor {
  /**
   * Finds the session of each request, by `Authorization: Session …`, `X-Session-ID` or the cookie; `findSession` gives
   * it to later handlers. Requests without one go on; 503 when nobody can tell.
   */
  readonly load: RequestHandler;
  /** Lets only signed-in users pass, and only those of `role` when one is given: 401 or 403 otherwise. */
  require(role?: string): RequestHandler;
  /** Begins a session, ends the one that the request came with, and sets the cookie. Gives the token for those who keep no cookies. */
  signIn(request: Request, response: Response, given: NewSession): Promise<string>;
  /** Ends the request's session and clears the cookie. */
  signOut(request: Request, response: Response): Promise<void>;
}

/** Sessions for an express app: `app.use(door.load)` first, then `door.require()` where it matters. */
export function sessionDoor(sessions: Sessions, options: SessionCookieOptions = {}): SessionDoor {
  const cookie = new SessionCookie(options);
  return {
    load: async (request, response, next) => {
      const fromHeader = tokenInHeaders(request);
      const token = fromHeader ?? cookie.read(request);
      if (token === undefined) return next();
      try {
        const used = await sessions.use(token);
        if (used) noteSession(request, { session: used.session, token });
        if (used?.isProlonged && fromHeader === undefined) cookie.write(response, token, used.session.ttlMs);
      } catch (error) {
        if (!(error instanceof LedgerUnavailableError)) return next(error);
        return refuseForNow(response);
      }
      next();
    },
    require: (role) => (request, response, next) => {
      const session = findSession(request);
      if (!session) return askToSignIn(response);
      if (role !== undefined && session.role !== role) return refuse(response, session, role);
      next();
    },
    signIn: async (request, response, given) => {
      const { token, session } = await sessions.create(given);
      const before = forgetSession(request);
      if (before) await sessions.delete(before.token);
      noteSession(request, { session, token });
      cookie.write(response, token, session.ttlMs);
      return token;
    },
    signOut: async (request, response) => {
      const before = forgetSession(request);
      if (before) await sessions.delete(before.token);
      cookie.clear(response);
    },
  };
}

function tokenInHeaders(request: Request): string | undefined {
  const [, token] = /^session +([^ ]+)$/i.exec(request.headers.authorization ?? '') ?? [];
  return token ?? request.get('X-Session-ID');
}

function askToSignIn(response: Response): void {
  response.set('WWW-Authenticate', 'Session');
  answerProblem(response, {
    status: 401,
    title: 'Unauthorized',
    detail:
      'Sign in, and send the session with the request: as cookie, Authorization: Session … or X-Session-ID.',
  });
}

function refuse(response: Response, { role }: Session, wanted: string): void {
  const detail = `This is for the role ${wanted}, and the session has the role ${role}.`;
  answerProblem(response, { status: 403, title: 'Forbidden', detail });
}

function refuseForNow(response: Response): void {
  response.set('Retry-After', '5');
  const detail = 'Who asks cannot be found out at the moment: try again in some seconds.';
  answerProblem(response, { status: 503, title: 'Service Unavailable', detail });
}
