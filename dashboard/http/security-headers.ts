import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** Nothing is loaded from elsewhere, nothing inline is run or applied, and no page may frame the board. */
export const securityHeaders: RequestHandler = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      workerSrc: ["'self'"],
      styleSrc: ["'self'"],
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
