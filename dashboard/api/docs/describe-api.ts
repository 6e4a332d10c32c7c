import { z } from 'zod';
import type { JobDefinition } from '../../../src/job/job-definition.ts';
import type { ApiRoute } from '../http/api-route.ts';
import { WANTED_JOB } from '../jobs/job-schemas.ts';
import { describePayloads } from './describe-payloads.ts';
import { describeRoute } from './describe-route.ts';
import { type JsonSchema, SchemaBook } from './schema-book.ts';

/** The whole API in the words of OpenAPI 3.1. */
export interface ApiDescription {
  readonly openapi: '3.1.0';
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly [member: string]: unknown;
}

/** Describes routes as they are served, from the schemas that they check requests by. */
export function describeApi(
  routes: readonly ApiRoute[],
  { definitions, version }: { readonly definitions: readonly JobDefinition[]; readonly version: string },
): ApiDescription {
  const book = new SchemaBook();
  book.keep('Problem', book.describe(problemSchema, 'output', 'Problem'));
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes)
    (paths[route.path.replaceAll(/:(\w+)/g, '{$1}')] ??= {})[route.method] = describeRoute(book, route);
  book.keep(WANTED_JOB, describePayloads(book, definitions));
  return {
    openapi: '3.1.0',
    info: { title: 'Nightshift', version, description: ABOUT, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: '/' }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: { schemas: book.all, securitySchemes: SECURITY_SCHEMES },
  };
}

const ABOUT =
  'Background jobs over HTTP. Whatever goes wrong is answered with problem details (RFC 9457); 429 and 503 say in Retry-After when to come back.';

const problemSchema = z
  .looseObject({
    type: z.string(),
    status: z.int(),
    title: z.string(),
    detail: z.string(),
    code: z.string().optional().describe('Stable, for programs to compare.'),
    errors: z
      .array(z.object({ pointer: z.string().describe('Where: a JSON Pointer.'), detail: z.string() }))
      .optional(),
  })
  .describe('Problem details (RFC 9457).');

const SECURITY_SCHEMES: Readonly<Record<string, JsonSchema>> = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    description: 'An API key, or a bearer token from /api/auth/login.',
  },
  session: {
    type: 'apiKey',
    in: 'header',
    name: 'X-Session-ID',
    description: 'The session from /api/auth/login; browsers have it as a cookie.',
  },
};
