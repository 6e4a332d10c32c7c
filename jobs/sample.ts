import type { JobDefinition, PayloadInput } from '../src/job/job-definition.ts';

/** A job with a payload that works: what the first start sends, and what tests and forms begin with. */
export interface Sample {
  readonly definition: JobDefinition;
  readonly payload: unknown;
}

/** Checks by its type that the payload fits the job. */
export function sample<Definition extends JobDefinition>(
  definition: Definition,
  payload: PayloadInput<Definition>,
): Sample {
  return { definition, payload };
}
