import { NightshiftError } from '../nightshift-error.ts';

/** One thing that is wrong with a payload, and where: `path` is dotted, empty for the payload itself. */
export interface PayloadProblem {
  readonly path: string;
  readonly message: string;
}

/** A payload that its job's schema refuses. Never retried. */
export class InvalidPayloadError extends NightshiftError {
  readonly code = 'INVALID_PAYLOAD';
  readonly problems: readonly PayloadProblem[];

  constructor(jobName: string, problems: readonly PayloadProblem[]) {
    const shown = problems.slice(0, 5).map(({ path, message }) => `${path || 'payload'}: ${message}`);
    const more = problems.length > shown.length ? ` (and ${problems.length - shown.length} more)` : '';
    super(
      `The payload for ${jobName} does not fit its schema: ${shown.join('; ')}${more}. Correct the payload.`,
    );
    this.problems = problems;
  }
}

/** A payload that JSON cannot carry: cyclic, a function, a bigint, too deep. */
export class NotJsonError extends NightshiftError {
  readonly code = 'NOT_JSON';
  readonly problems: readonly PayloadProblem[];

  constructor(jobName: string, problem: PayloadProblem) {
    super(
      `The payload for ${jobName} is not JSON: ${shortened(problem.path) || 'payload'}: ${problem.message}. Give plain objects, arrays, strings, finite numbers, booleans and null.`,
    );
    this.problems = [problem];
  }
}

/** A payload above `NIGHTSHIFT_MAX_PAYLOAD_BYTES`. */
export class PayloadTooLargeError extends NightshiftError {
  readonly code = 'PAYLOAD_TOO_LARGE';

  constructor(jobName: string, bytes: number, maxBytes: number) {
    super(
      `The payload for ${jobName} has ${bytes} bytes, at most ${maxBytes} are accepted. Store the data and enqueue a reference to it, or raise NIGHTSHIFT_MAX_PAYLOAD_BYTES.`,
    );
  }
}

/** The path into a cycle is as long as the depth at which it was noticed. */
function shortened(path: string): string {
  return path.length > 100 ? `${path.slice(0, 100)}…` : path;
}
