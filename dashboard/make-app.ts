import express, { type Express, type RequestHandler, type Router } from 'express';
import type { Log } from '../src/telemetry/log.ts';
import { tracing } from '../src/telemetry/tracing.ts';
import { requireBoardAction } from './access/require-action.ts';
import { answerErrors, answerNotFound } from './http/answer-errors.ts';
import { type HealthDoor, healthDoor } from './http/health-door.ts';
import { refuseCrossSite } from './http/refuse-cross-site.ts';
import { refuseForeignHost } from './http/refuse-foreign-host.ts';
import { securityHeaders } from './http/security-headers.ts';
import { traceRequests } from './http/trace-requests.ts';
import { pageFiles } from './page/page-files.ts';
import { door, enter } from './sign-in/door.ts';
import { type SignInParts, signInRoutes } from './sign-in/sign-in-routes.ts';

export interface AppParts extends HealthDoor {
  readonly signIn: SignInParts;
  readonly trustProxy: number | string | undefined;
  readonly maxBodyBytes: number;
  readonly api: RequestHandler;
  readonly docs: Router;
  /** What the world may ask without being signed in: it carries signatures of its own. */
  readonly publicRoutes: Router;
  readonly pages: Router;
  readonly board: Express;
  readonly log: Log;
}

/** Everything the dashboard answers, in the order in which a request is looked at. */
export function makeApp(parts: AppParts): Express {
  const { signIn, trustProxy, maxBodyBytes, publicRoutes, api, docs, pages, board, log } = parts;
  const app = express();
  app.disable('x-powered-by');
  if (trustProxy !== undefined) app.set('trust proxy', trustProxy);
  app.use(securityHeaders());
  const { open, closed } = healthDoor(parts);
  app.use(open, pageFiles());
  app.use(publicRoutes, answerErrors(log));
  // After what has its signatures in its addresses.
  if (tracing()) app.use(traceRequests);
  // It knows its own callers, who are no operators.
  app.use(api);
  app.use(refuseForeignHost(signIn.access), refuseCrossSite, signInRoutes(signIn));
  app.use(door(signIn), closed, docs);
  app.use('/api', (_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  app.use(
    express.json({ limit: maxBodyBytes }),
    express.urlencoded({ extended: false, limit: maxBodyBytes }),
  );
  app.use(enter);
  app.use(pages);
  app.use(requireBoardAction, board);
  app.use(answerNotFound);
  app.use(answerErrors(log));
  return app;
}
