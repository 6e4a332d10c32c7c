import type { z } from 'zod';
import type { ApiRoute, Audience, RouteAnswer } from '../http/api-route.ts';
import type { JsonSchema, SchemaBook } from './schema-book.ts';

/** One operation of OpenAPI. */
export function describeRoute(book: SchemaBook, route: ApiRoute): JsonSchema {
  const name = operationName(route);
  const { audience, tag, summary, details, body } = route;
  return {
    operationId: name,
    tags: [tag],
    summary,
    description: [details, FOR[audience]].filter((text) => text !== undefined && text !== '').join('\n\n'),
    security: audience === 'anyone' ? [] : [{ bearer: [] }, { session: [] }],
    parameters: [
      ...describeParameters(book, route.params, 'path'),
      ...describeParameters(book, route.query, 'query'),
      ...describeParameters(book, route.headers, 'header'),
    ],
    ...(body
      ? {
          requestBody: {
            required: !route.isBodyOptional,
            content: { 'application/json': { schema: book.describe(body, 'input', `${name}.body`) } },
          },
        }
      : {}),
    responses: {
      ...Object.fromEntries(
        Object.entries(route.answers).map(([status, answer]) => [
          status,
          describeAnswer(book, answer, `${name}.${status}`),
        ]),
      ),
      ...describeProblems(route),
    },
  };
}

const FOR: Readonly<Record<Audience, string>> = {
  anyone: 'For everybody.',
  caller: 'For users and keys.',
  user: 'For users of the application.',
  admin: 'For admins of the application.',
};

/** Like `postJobsBulk`. */
function operationName({ method, path }: ApiRoute): string {
  const words = path.replace('/api/', '').split(/[^a-z\d]+/i);
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

function describeParameters(
  book: SchemaBook,
  given: z.ZodObject | undefined,
  place: 'path' | 'query' | 'header',
): readonly JsonSchema[] {
  return Object.entries(given?.shape ?? {}).map(([name, inner]) => {
    const schema = inner as z.ZodType; // as: what else is in an object of zod's
    const { description, ...described } = book.describe(schema, 'input', name);
    const isRequired = place === 'path' || !schema.safeParse(undefined).success;
    return {
      name: place === 'header' ? headerName(name) : name,
      in: place,
      required: isRequired,
      ...(description === undefined ? {} : { description }),
      schema: described,
    };
  });
}

function headerName(name: string): string {
  return name.replaceAll(
    /(^|-)([a-z])/g,
    (_, before: string, letter: string) => before + letter.toUpperCase(),
  );
}

function describeAnswer(book: SchemaBook, answer: RouteAnswer, name: string): JsonSchema {
  const { description, schema, type = 'application/json' } = answer;
  if (!schema) return { description };
  return { description, content: { [type]: { schema: book.describe(schema, 'output', name) } } };
}

const PROBLEMS: Readonly<Record<number, string>> = {
  400: 'The request cannot be understood',
  401: 'Nobody is known by what the request shows',
  403: 'The caller may not do this',
  404: 'There is no such thing, or it is another’s',
  409: 'It cannot be done as things are',
  413: 'The body is too large',
  415: 'The body is no JSON by its type',
  422: 'The body is JSON and does not fit',
  429: 'Too many requests; Retry-After says when to come back',
  503: 'A server that this needs is away; Retry-After says when to come back',
};

function describeProblems({
  audience,
  path,
  params,
  body,
  answers,
}: ApiRoute): Readonly<Record<string, JsonSchema>> {
  const isSignIn = path.startsWith('/api/auth/');
  const statuses = [
    400,
    ...(audience === 'anyone' && !isSignIn ? [] : [401]),
    403,
    ...(params ? [404, 409] : []),
    ...(body ? [409, 413, 415, 422] : []),
    429,
    503,
  ];
  return Object.fromEntries(
    [...new Set(statuses)]
      .filter((status) => !(status in answers))
      .map((status) => [
        String(status),
        {
          description: PROBLEMS[status],
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      ]),
  );
}
