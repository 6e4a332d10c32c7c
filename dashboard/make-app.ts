import express, { type Express } from 'express';
import type { Log } from '../src/telemetry/log.ts';
import type { Access } from './http/access.ts';
import { answerErrors, answerNotFound } from './http/answer-errors.ts';
import { type HealthDoor, healthDoor } from './http/health-door.ts';
import { refuseCrossSite } from './http/refuse-cross-site.ts';
import { refuseForeignHost } from './http/refuse-foreign-host.ts';
import { requireSignIn } from './http/require-sign-in.ts';
import { securityHeaders } from './http/security-headers.ts';

export interface AppParts extends HealthDoor {
  readonly access: Access;
  readonly trustProxy: number | string | undefined;
  readonly maxBodyBytes: number;
  readonly board: Express;
  readonly log: Log;
}

/** Everything the dashboard answers, in the order in which a request is looked at. */
export function makeApp(parts: AppParts): Express {
  const { access, trustProxy, maxBodyBytes, board, log } = parts;
  const app = express();
  app.disable('x-powered-by');
  if (trustProxy !== undefined) app.set('trust proxy', trustProxy);
  app.use(securityHeaders());
  const { open, closed } = healthDoor(parts);
  app.use(open);
  app.use(refuseForeignHost(access), requireSignIn(access), refuseCrossSite);
  app.use(closed);
  app.use('/api', (_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  app.use(express.json({ limit: maxBodyBytes }));
  app.use(board);
  app.use(answerNotFound);
  app.use(answerErrors(log));
  return app;
}
