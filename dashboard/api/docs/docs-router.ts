import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { type RequestHandler, Router } from 'express';
import { findCaller } from '../auth/caller.ts';
import type { ApiDescription } from './describe-api.ts';
import { DESCRIPTION_PATH, DOCS_PAGE, DOCS_PATH, DOCS_SCRIPT } from './docs-page.ts';

const FILES: readonly string[] = ['swagger-ui.css', 'swagger-ui-bundle.js'];

/** The description of the API, and the page that shows it. Both name every job, so whoever mounts them lets in who may know. */
export function docsRouter(describe: () => ApiDescription): Router {
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  let described: string | undefined;
  const router = Router()
    .get(DESCRIPTION_PATH, (_request, response) => {
      described ??= JSON.stringify(describe());
      response.set('Cache-Control', 'no-cache').type('json').send(described);
    })
    .get(DOCS_PATH, (_request, response) => {
      response.set('Cache-Control', 'no-store').type('html').send(DOCS_PAGE);
    })
    .get(`${DOCS_PATH}/start.js`, (_request, response) => {
      response.set('Cache-Control', 'no-cache').type('js').send(DOCS_SCRIPT);
    });
  for (const file of FILES)
    router.get(`${DOCS_PATH}/${file}`, (_request, response) => {
      response.sendFile(file, { root: folder, dotfiles: 'allow', maxAge: 86_400_000 });
    });
  return router;
}

/** Lets known callers in; whoever else asks goes on to what comes next. */
export function docsForCallers(auth: RequestHandler, docs: Router): RequestHandler {
  return async (request, response, next) => {
    const { path } = request;
    if (path !== DESCRIPTION_PATH && path !== DOCS_PATH && !path.startsWith(`${DOCS_PATH}/`)) return next();
    await auth(request, response, (error?: unknown) => {
      if (error !== undefined) next(error);
      else if (findCaller(request)) docs(request, response, next);
      else next();
    });
  };
}
