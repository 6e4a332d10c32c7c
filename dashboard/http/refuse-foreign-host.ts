import type { RequestHandler } from 'express';
import type { Access } from './access.ts';
import { isLoopback } from './is-loopback.ts';

/**
 * Without a password, answers only to names of this machine: else any page could have its own name point here (DNS
 * rebinding) and work the board through the browser of whoever looks at it.
 */
export function refuseForeignHost(access: Access): RequestHandler {
  return ({ hostname }, response, next) => {
    if (access.kind === 'password' || isLoopback(hostname ?? '')) return next();
    response.status(403).json({
      error:
        'Without NIGHTSHIFT_DASHBOARD_PASSWORD the board answers to localhost and 127.0.0.1 only. Set it to use another name.',
    });
  };
}
