import type { z } from 'zod';
import type { JobDefinition } from '../../../src/job/job-definition.ts';
import { optionsSchema } from '../jobs/job-schemas.ts';
import type { JsonSchema, SchemaBook } from './schema-book.ts';

/** One schema for a wanted job: of each definition its name, with what its payload must be. */
export function describePayloads(book: SchemaBook, definitions: readonly JobDefinition[]): JsonSchema {
  const options = book.keep('JobOptions', book.describe(optionsSchema, 'input', 'JobOptions'));
  if (definitions.length === 0) return { type: 'object' };
  const oneOf = definitions
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .map((definition) => ({
      title: definition.name,
      type: 'object',
      properties: {
        job: { const: definition.name },
        payload: describePayload(book, definition),
        options,
      },
      required: ['job', 'payload'],
      additionalProperties: false,
    }));
  return { oneOf };
}

/** Of schemas that are not zod's nothing can be told. */
function describePayload(book: SchemaBook, { name, payload }: JobDefinition): JsonSchema {
  const title = `payload.${name}`;
  try {
    if (payload['~standard'].vendor === 'zod')
      return book.keep(title, book.describe(payload as unknown as z.ZodType, 'input', title)); // as: its vendor says so
  } catch {
    // A schema of another version of zod, or one that has no JSON form; the words below fit both.
  }
  return { description: 'What this payload must be is said nowhere but in the job’s own schema.' };
}
