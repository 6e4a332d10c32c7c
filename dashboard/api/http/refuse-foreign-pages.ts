import type { RequestHandler } from 'express';
import { isOwnPage } from '../../http/refuse-cross-site.ts';
import { ApiError } from './api-error.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Refuses to change anything for a page of another site, whose requests may carry a user's cookie. */
export const refuseForeignPages: RequestHandler = (request, _response, next) => {
  if (!SAFE_METHODS.has(request.method) && !isOwnPage(request))
    throw new ApiError(403, 'The API changes nothing for pages of other sites.');
  next();
};
