import { NightshiftError } from '../../src/nightshift-error.ts';

/** What an operator asked for cannot be done; Bull Board shows the message. */
export class BoardError extends NightshiftError {
  readonly code = 'BOARD';
  /** The HTTP status: 400 for what makes no sense, 404 for what is not there, 409 for what the job's state forbids. */
  readonly statusCode: 400 | 404 | 409;

  constructor(statusCode: 400 | 404 | 409, message: string) {
    super(message);
    this.statusCode = statusCode;
  }
}
