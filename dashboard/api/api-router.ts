import { type ErrorRequestHandler, type RequestHandler, Router } from 'express';
import { answerProblem } from '../../src/kv/http/answer-problem.ts';
import type { Log } from '../../src/telemetry/log.ts';
import { ApiError } from './http/api-error.ts';
import type { ApiRoute } from './http/api-route.ts';
import { problemOf } from './http/problem-of.ts';
import { type ServeParts, serveRoute } from './http/serve-route.ts';

/** Serves routes of the API, and answers what goes wrong in them with problem details. What is none of them passes. */
export function apiRouter(routes: readonly ApiRoute[], parts: ServeParts & { readonly log: Log }): Router {
  const router = Router();
  for (const route of routes) router[route.method](route.path, ...serveRoute(route, parts));
  for (const path of new Set(routes.map((route) => route.path))) {
    const methods = routes.filter((route) => route.path === path).map(({ method }) => method.toUpperCase());
    router.all(path, refuseMethod(methods.join(', ')));
  }
  router.use([...new Set(routes.map(rootOf))], parts.auth, answerNothing);
  router.use(answerProblems(parts.log));
  return router;
}

/** `/api/jobs` of all that is below it. */
function rootOf({ path }: ApiRoute): string {
  return path.split('/').slice(0, 3).join('/');
}

const answerNothing: RequestHandler = ({ method, originalUrl }) => {
  throw new ApiError(404, `There is no ${method} ${originalUrl.slice(0, 200)}.`);
};

function refuseMethod(allowed: string): RequestHandler {
  return ({ method, path }) => {
    throw new ApiError(405, `${path} takes no ${method}: it takes ${allowed}.`, {
      headers: { Allow: allowed },
    });
  };
}

function answerProblems(log: Log): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error);
    const { problem, headers } = problemOf(error, log);
    answerProblem(response.set(headers), problem);
  };
}
