import { makeRedactor, type Redactor } from './make-redactor.ts';
import { type PlainFields, plainFields } from './plain-fields.ts';

const redactors = new WeakMap<readonly string[], Redactor>();

/** Fields as they may be logged and kept: plain, without secrets, and without what stands under `paths` (a job's `redact`). */
export function redactFields(
  fields: Readonly<Record<string, unknown>>,
  paths: readonly string[],
): PlainFields {
  const plain = plainFields(fields);
  if (paths.length === 0) return plain;
  const redact = redactors.get(paths) ?? makeRedactor(paths);
  redactors.set(paths, redact);
  return redact(plain);
}
