import type { Request } from 'express';
import type { Session } from './session.ts';

interface Noted {
  readonly session: Session;
  readonly token: string;
}

const noted = new WeakMap<Request, Noted>();

/** The session of a request that has passed the session door's `load`; undefined when nobody is signed in. */
export function findSession(request: Request): Session | undefined {
  return noted.get(request)?.session;
}

/** The token that the session of a request came with, for whoever changes or prolongs it. */
export function findSessionToken(request: Request): string | undefined {
  return noted.get(request)?.token;
}

export function noteSession(request: Request, found: Noted): void {
  noted.set(request, found);
}

/** Gives what was noted, for the last time. */
export function forgetSession(request: Request): Noted | undefined {
  const found = noted.get(request);
  noted.delete(request);
  return found;
}
