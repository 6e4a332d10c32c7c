import { createHash, timingSafeEqual } from 'node:crypto';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import type { Access } from './access.ts';

/** Wrong passwords from one address (IPv6: one /56) per minute, after which it is not listened to. */
const MAX_FAILURES = 10;
const WINDOW_MS = 60_000;

/** Lets pass who gives the name and password (HTTP Basic); everyone, when the board is open. */
export function requireSignIn(access: Access): RequestHandler {
  if (access.kind === 'open') return (_request, _response, next) => next();
  const isRight = checkerOf(access);
  const failures = rateLimit({
    windowMs: WINDOW_MS,
    limit: MAX_FAILURES,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: refuseForNow,
  });
  return async (request, response, next) => {
    const { authorization } = request.headers;
    if (authorization === undefined) return askForPassword(response);
    // Asked first, so that the right password is not found out by going on.
    const known = await failures.getKey(ipKeyGenerator(request.ip ?? ''));
    if ((known?.totalHits ?? 0) >= MAX_FAILURES) return refuseForNow(request, response);
    if (isRight(authorization)) return next();
    await failures(request, response, () => askForPassword(response));
  };
}

function checkerOf({ username, password }: Access & { readonly kind: 'password' }) {
  const expected = digest(`${username}:${password}`);
  return (authorization: string): boolean => {
    const [, encoded = ''] = /^basic ([\w+/=-]{0,4096})$/i.exec(authorization) ?? [];
    return timingSafeEqual(digest(Buffer.from(encoded, 'base64').toString('utf8')), expected);
  };
}

/** Digests are of one length, as the comparison wants. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function askForPassword(response: Response): void {
  response
    .status(401)
    .set('WWW-Authenticate', 'Basic realm="Nightshift board", charset="UTF-8"')
    .json({ error: 'The board wants NIGHTSHIFT_DASHBOARD_USERNAME and NIGHTSHIFT_DASHBOARD_PASSWORD.' });
}

function refuseForNow(_request: Request, response: Response, _next?: NextFunction): void {
  response
    .status(429)
    .set('Retry-After', String(WINDOW_MS / 1_000))
    .json({ error: 'Too many wrong passwords from this address. Try again in a minute.' });
}
