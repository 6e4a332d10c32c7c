import type { Request } from 'express';
import { SessionCookie } from '../../src/kv/sessions/session-cookie.ts';
import { isLoopback } from '../http/is-loopback.ts';

const secure = new SessionCookie({ cookieName: '__Host-nightshift-board' });
const plain = new SessionCookie({ cookieName: 'nightshift-board', isSecure: false });

/** The cookie of a request's session: for HTTPS only, except on this machine without HTTPS. */
export function boardCookie(request: Request): SessionCookie {
  return !request.secure && isLoopback(request.hostname) ? plain : secure;
}
