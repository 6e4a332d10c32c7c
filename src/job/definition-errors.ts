import { NightshiftError } from '../nightshift-error.ts';

/** A job definition whose options make no sense. */
export class InvalidDefinitionError extends NightshiftError {
  readonly code = 'INVALID_DEFINITION';

  constructor(name: string, problems: readonly string[]) {
    super(`The definition of job ${JSON.stringify(name)} is not usable: ${problems.join('; ')}.`);
  }
}
