import { randomBytes } from 'node:crypto';
import type { Response } from 'express';
import { type RequestHandler, Router } from 'express';
import helmet from 'helmet';

/** Nothing is loaded from elsewhere, nothing inline is run or applied, and no page may frame the board. */
export function securityHeaders(): RequestHandler {
  return Router().use(giveNonce, headers);
}

/** The nonce by which the page of this response may make styles. */
export function styleNonceOf({ locals }: Response): string {
  return String(locals['styleNonce']);
}

const giveNonce: RequestHandler = (_request, { locals }, next) => {
  locals['styleNonce'] = randomBytes(16).toString('base64');
  next();
};

const headers = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      workerSrc: ["'self'"],
      // as: helmet knows only Node's own response
      styleSrc: ["'self'", (_request, response) => `'nonce-${styleNonceOf(response as Response)}'`],
      imgSrc: ["'self'", 'data:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      baseUri: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  },
  frameguard: { action: 'deny' },
  // Whoever terminates TLS decides for how long the name is TLS only.
  strictTransportSecurity: false,
});
