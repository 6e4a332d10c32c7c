import type { RequestHandler } from 'express';
import type { Access } from '../sign-in/open-access.ts';
import { isLoopback } from './is-loopback.ts';

/**
 * Without sign-in, answers only to names of this machine: else any page could have its own name point here (DNS
 * rebinding) and work the board through the browser of whoever looks at it.
 */
export function refuseForeignHost(access: Access): RequestHandler {
  return ({ hostname }, response, next) => {
    if (access === 'operators' || isLoopback(hostname ?? '')) return next();
    response.status(403).json({
      error:
        'Without operators the board answers to localhost and 127.0.0.1 only. Add one with "nightshift users add" to use another name.',
    });
  };
}
