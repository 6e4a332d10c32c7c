import type { StandardSchemaV1 } from '@standard-schema/spec';
import { findNotJson } from './find-not-json.ts';
import type { JobDefinition } from './job-definition.ts';
import type { Json } from './json.ts';
import { jsonBytesAtMost } from './json-bytes.ts';
import {
  InvalidPayloadError,
  NotJsonError,
  type PayloadProblem,
  PayloadTooLargeError,
} from './payload-errors.ts';

/** A payload that its schema accepts, as what the schema made of it (defaults filled in, transformed). */
export type ParsedPayload = { readonly value: unknown };

/**
 * Checks what a producer gave: that it is JSON, its size, its schema. What is sent is what the producer gave and not
 * what the schema made of it, so that a schema that transforms accepts it again before it runs.
 *
 * @throws InvalidPayloadError, NotJsonError, PayloadTooLargeError
 */
export function checkPayload(
  definition: JobDefinition,
  payload: unknown,
  maxBytes: number,
): Json | Promise<Json> {
  const json = asJson(definition.name, payload, maxBytes);
  const parsed = parsePayload(definition, payload);
  return parsed instanceof Promise ? parsed.then(() => json) : json;
}

/** @throws InvalidPayloadError */
export function parsePayload(
  definition: JobDefinition,
  payload: unknown,
): ParsedPayload | Promise<ParsedPayload> {
  const result = definition.payload['~standard'].validate(payload);
  return result instanceof Promise
    ? result.then((late) => accepted(definition, late))
    : accepted(definition, result);
}

function accepted(definition: JobDefinition, result: StandardSchemaV1.Result<unknown>): ParsedPayload {
  if (result.issues) throw new InvalidPayloadError(definition.name, result.issues.map(toProblem));
  return { value: result.value };
}

function toProblem(issue: StandardSchemaV1.Issue): PayloadProblem {
  const path = (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
  return { path, message: issue.message };
}

function asJson(jobName: string, payload: unknown, maxBytes: number): Json {
  const problem = findNotJson(payload);
  if (problem) throw new NotJsonError(jobName, problem);
  const json = payload as Json; // findNotJson has looked at every part
  if (jsonBytesAtMost(json) <= maxBytes) return json;
  const bytes = Buffer.byteLength(JSON.stringify(json));
  if (bytes > maxBytes) throw new PayloadTooLargeError(jobName, bytes, maxBytes);
  return json;
}
