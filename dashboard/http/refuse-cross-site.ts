import type { Request, RequestHandler } from 'express';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Refuses to change anything for a page of another site that a signed-in operator happens to look at. */
export const refuseCrossSite: RequestHandler = (request, response, next) => {
  if (SAFE_METHODS.has(request.method) || isOwnPage(request)) return next();
  response.status(403).json({ error: 'The board changes nothing for pages of other sites.' });
};

/** Browsers say where a request comes from; programs without one say nothing, and carry no one else's sign-in. */
export function isOwnPage(request: Request): boolean {
  const site = request.get('Sec-Fetch-Site');
  if (site !== undefined) return site === 'same-origin';
  const origin = request.get('Origin');
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === request.host;
}
