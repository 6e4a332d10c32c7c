import type { JobDefinition } from '../job/job-definition.ts';
import type { Json } from '../job/json.ts';
import { makeRedactor } from './make-redactor.ts';

/** The payload without what its definition says to hide. */
export function redactedPayload(payload: Json, definition: JobDefinition | undefined): Json {
  if (!definition || definition.redact.length === 0) return payload;
  return makeRedactor(definition.redact)({ payload }).payload;
}
