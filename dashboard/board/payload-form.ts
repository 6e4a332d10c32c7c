import type { StandardJSONSchemaV1, StandardSchemaV1 } from '@standard-schema/spec';
import type { JobDefinition } from '../../src/job/job-definition.ts';

type Form = Readonly<Record<string, unknown>>;

/**
 * The JSON Schema of what may be enqueued to a queue, by which Bull Board completes and checks what operators type.
 * `undefined` when no schema of the queue's jobs can be told as JSON Schema.
 */
export function payloadForm(definitions: readonly JobDefinition[]): Form | undefined {
  const forms = definitions.flatMap(({ name, payload }) => {
    const form = formOf(payload);
    return form ? [{ title: name, ...form }] : [];
  });
  return forms.length <= 1 ? forms[0] : { description: `One of ${names(definitions)}.`, anyOf: forms };
}

/** The names of some jobs, for people. */
export function names(definitions: readonly JobDefinition[]): string {
  return definitions.map(({ name }) => name).join(', ');
}

function formOf(schema: StandardSchemaV1): Form | undefined {
  const standard: StandardSchemaV1['~standard'] & Partial<StandardJSONSchemaV1['~standard']> =
    schema['~standard'];
  try {
    return standard.jsonSchema?.input({ target: 'draft-07' });
  } catch {
    // A library refuses what JSON Schema cannot say, such as a check by a function.
    return undefined;
  }
}
